import { oneOf, type Random } from './random';
import { XML_VARIANTS, type XmlVariant } from './faults/xmlVariants';

/**
 * How an Adobe Target reads and answers where Adobe does not say it, or says it in two ways. Each setting is one that
 * somebody could find at Adobe's.
 */
export interface Readings {
	/**
	 * Whether a batch is cut into rows and cells before its percent escapes are decoded, or after. Decoded first, a comma
	 * ends its cell and a line end its row however it was escaped.
	 */
	readonly batchRows: 'cutFirst' | 'decodedFirst';
	/** Where the parameters of a single update by POST are looked for. In `both`, the query goes before the body. */
	readonly updateParameters: 'query' | 'body' | 'both';
	/** What a missing, wrong or expired profile token is answered with. */
	readonly tokenRefusal: '401' | '403' | 'successFalse' | 'redirect';
	/** Which calls need the profile token, where the account asks for one. */
	readonly tokenCovers: 'bulk' | 'all';
	/** Milliseconds until a profile token that was just created is taken. */
	readonly newTokenAfterMs: number;
	/** How the Admin API says 404: its own JSON, a gateway's JSON, or a web page. */
	readonly adminNotFound: 'api' | 'gateway' | 'page';
	/** What a second v2 batch takes from what the first has set: all of it, or the attributes of the same names. */
	readonly override: 'all' | 'sameNames';
	/** Whether an update or a batch renews the 14 days after which a profile is gone, or a page visit alone. */
	readonly updateRenews: boolean;
	/** The host in the status address: the one that was asked, or another one of Adobe's. */
	readonly statusHost: 'same' | 'other';
	/**
	 * What the status of a batch looks like: in the words of Adobe's pages, in capitals, in other words, `stuck` where
	 * a batch would be complete, or not there, as a 404 or as `success=false`.
	 */
	readonly statusWords: 'documented' | 'otherCase' | 'otherWords' | 'stuck' | 'notFound' | 'successFalse';
	/** How `batchSize` counts: the rows, or the header's line with them. */
	readonly batchSize: 'rows' | 'lines';
	/** How the XML of answers is written. */
	readonly xml: 'plain' | XmlVariant;
	/** Milliseconds until a fetch sees what an update or a batch has changed. */
	readonly fetchLagMs: number;
	/** The share of a batch's rows that are lost without a word; Adobe says up to 0.001. */
	readonly rowsLost: number;
	/** How 503 of the call limit looks. */
	readonly limitAnswer: 'text' | 'page';
	/** Whether calls are counted in the last 60 seconds, or in each minute of the clock. */
	readonly minute: 'rolling' | 'fixed';
	/** What becomes of a body whose announced length is beyond `gatewayBytes`, before it is read. */
	readonly largeBodies: '413' | 'reset';
	/** What a gateway before Target lets through at most. */
	readonly gatewayBytes: number;
	/** Whether requests without a `User-Agent` are refused. */
	readonly wantsUserAgent: boolean;
	/** What comes where the Admin API is asked for the settings of the account: what its spec says, or anything else. */
	readonly adminSettings:
		| 'specified'
		| 'wrapped'
		| 'texts'
		| 'notFound'
		| 'forbidden'
		| 'notSignedIn'
		| 'page';
	/**
	 * Whether everything is refused that an encoder who knows Adobe's pages would not have written, so that a mistake of
	 * the node shows. False reads others' bytes as a form decoder does: `+` and spaces as spaces, a raw `&` as the end of
	 * a batch, blank lines and surplus cells as nothing.
	 */
	readonly strict: boolean;
}

/** What is read where a test asks for nothing else. */
export const USUAL_READINGS: Readings = {
	batchRows: 'cutFirst',
	updateParameters: 'both',
	tokenRefusal: '401',
	tokenCovers: 'all',
	newTokenAfterMs: 0,
	adminNotFound: 'api',
	override: 'all',
	updateRenews: true,
	statusHost: 'same',
	statusWords: 'documented',
	batchSize: 'rows',
	xml: 'plain',
	fetchLagMs: 0,
	rowsLost: 0,
	limitAnswer: 'text',
	minute: 'rolling',
	largeBodies: '413',
	gatewayBytes: Infinity,
	wantsUserAgent: false,
	adminSettings: 'specified',
	strict: true,
};

const MINUTE_MS = 60_000;

/** What each setting may be, as far as anybody knows: of a time or a size, some of many. */
export const POSSIBLE_READINGS: { readonly [Name in keyof Readings]: ReadonlyArray<Readings[Name]> } = {
	batchRows: ['cutFirst', 'decodedFirst'],
	updateParameters: ['query', 'body', 'both'],
	tokenRefusal: ['401', '403', 'successFalse', 'redirect'],
	tokenCovers: ['bulk', 'all'],
	newTokenAfterMs: [0, 3_000, 20_000],
	adminNotFound: ['api', 'gateway', 'page'],
	override: ['all', 'sameNames'],
	updateRenews: [true, false],
	statusHost: ['same', 'other'],
	statusWords: ['documented', 'otherCase', 'otherWords', 'stuck', 'notFound', 'successFalse'],
	batchSize: ['rows', 'lines'],
	xml: ['plain', ...XML_VARIANTS],
	fetchLagMs: [0, 5 * MINUTE_MS, 40 * MINUTE_MS],
	rowsLost: [0, 0.001],
	limitAnswer: ['text', 'page'],
	minute: ['rolling', 'fixed'],
	largeBodies: ['413', 'reset'],
	gatewayBytes: [Infinity, 50_000_000],
	wantsUserAgent: [false, true],
	adminSettings: ['specified', 'wrapped', 'texts', 'notFound', 'forbidden', 'notSignedIn', 'page'],
	strict: [true, false],
};

/** An Adobe Target drawn by chance: every setting, each of its values as likely as the others. */
export function readingsByChance(random: Random): Readings {
	const drawn = Object.entries(POSSIBLE_READINGS).map(
		([name, values]) => [name, oneOf<Readings[keyof Readings]>(random, values)] as const,
	);
	return { ...USUAL_READINGS, ...Object.fromEntries(drawn) };
}
