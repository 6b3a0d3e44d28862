import { idOf } from '../evidence';
import type { BatchName, Evidence, ProfileName } from '../evidence';

/** The names of attributes that the check makes up. */
export const VALUE = 'n8n-check-value';
export const AFTER = 'n8n-check-after';
const SPARE = 'n8n-check-spare';

/** Characters that an encoder may leave as they are. Target’s pages name some of them and are silent on the rest. */
export const RAW_CHARACTERS = ["'", '(', ')', '!', '*', '~', ':', '/', ';', '@', '$', '?', '='] as const;

/** The attribute in which a raw character is sent. */
export function attributeOfCharacter(index: number): string {
	return `n8n-check-c${index}`;
}

/** A batch of the check. */
interface CheckBatch {
	readonly name: Exclude<BatchName, 'overrideSecond'>;
	/** The profile that tells what became of it. */
	readonly profile: ProfileName;
	/** As it is sent, byte by byte. */
	readonly text: (evidence: Evidence) => string;
}

export const BATCHES: readonly CheckBatch[] = [
	{
		name: 'controlBatch',
		profile: 'control',
		text: (evidence) =>
			batch([VALUE, AFTER], [idOf(evidence, 'control'), 'caf%C3%A9', 'x'], [idOf(evidence, 'update'), '1']),
	},
	{
		name: 'charactersBatch',
		profile: 'characters',
		text: (evidence) =>
			batch(
				RAW_CHARACTERS.map((_, index) => attributeOfCharacter(index)),
				[idOf(evidence, 'characters'), ...RAW_CHARACTERS.map((character) => `x${character}y`)],
			),
	},
	{
		name: 'commaBatch',
		profile: 'comma',
		// The spare column takes what is pushed to the right, so that no reading finds a row that is too long.
		text: (evidence) => batch([VALUE, AFTER, SPARE], [idOf(evidence, 'comma'), 'a%2Cb', 'c']),
	},
	{
		name: 'lineEndBatch',
		profile: 'lineEnd',
		// The canary is a profile that only a line end in a value can have written. Its ID is made up, too.
		text: (evidence) =>
			batch([VALUE], [idOf(evidence, 'lineEnd'), `one%0A${idOf(evidence, 'canary')}%2Ctwo`]),
	},
	oddly('carriageReturnsBatch', 'carriageReturns', (text) => `${text}\n`.replaceAll('\n', '\r\n')),
	oddly('markBatch', 'mark', (text) => text.replace('batch=', 'batch=\u{FEFF}')),
	oddly('blankLineBatch', 'blankLine', (text) => `${text}\n\n`),
	oddly('spacesBatch', 'spaces', (text) => text.replace(',x', ',x y')),
	{
		name: 'overrideFirst',
		profile: 'override',
		text: (evidence) => batch([VALUE, AFTER], [idOf(evidence, 'override'), '1', '1']),
	},
];

/** The second batch for the same profile: it names one attribute of two. */
export function overrideSecond(evidence: Evidence): string {
	return batch([VALUE], [idOf(evidence, 'override'), '2']);
}

/** A batch that holds no row: it can change nothing. */
export const EMPTY_BATCH = `batch=thirdPartyId,${VALUE}`;

/** A batch of one profile, in a writing that is not the usual one. */
function oddly(name: CheckBatch['name'], profile: ProfileName, change: (text: string) => string): CheckBatch {
	return { name, profile, text: (evidence) => change(batch([VALUE], [idOf(evidence, profile), 'x'])) };
}

function batch(attributes: readonly string[], ...rows: ReadonlyArray<readonly string[]>): string {
	return `batch=${[['thirdPartyId', ...attributes], ...rows].map((cells) => cells.join(',')).join('\n')}`;
}
