import type { Edge } from '../edge';
import { isAboutToken } from './refusedToken';
import { readRetryAfter } from './retryAfter';
import { shown } from '../../shown';
import { TargetError } from '../targetError';
import type { Retry } from '../targetError';
import type { TargetAnswer } from '../http/transport';

/** Answers are quoted to the person at the panel up to here. */
const LONGEST_QUOTE = 200;

/** Words are looked for up to here: a page begins with its styles. */
const LONGEST_LOOK = 16_000;

/** What a request asks of Target. What an answer means, and what can be done about it, differs by that. */
export type Asked = 'update' | 'batch' | 'status' | 'profile';

/** Why an answer with another status than 2xx was given, as far as Adobe's pages and practice tell. */
export function refusedByStatus(
	answer: TargetAnswer,
	edge: Edge,
	asked: Asked,
	isOwnEdge: boolean,
): TargetError {
	const { status } = answer;
	const [message, advice] = reason(status, edge, asked, isOwnEdge);
	return new TargetError(message, advice, {
		status,
		quote: quoteAnswer(answer.text),
		retry: retryOf(status, asked),
		retryAfterMs: readRetryAfter(answer.retryAfter),
		mayBeTaken: mayBeTaken(status, asked),
	});
}

/** Whether it is taken for one of the 50 calls a minute; the limits page does not say it of status questions. */
export function isMetered(asked: Asked): boolean {
	return asked === 'batch' || asked === 'status';
}

/** A 503 of the bulk API means "50 calls a minute" (Target limits page): the call budget knows when to go on. */
function retryOf(status: number, asked: Asked): Retry {
	if (status === 503 && isMetered(asked)) return 'withBudget';
	return status === 408 || status === 429 || status >= 500 ? 'afterPause' : 'never';
}

/**
 * Target's own "no": HTTP 200, but `success` is false.
 *
 * @param message Target's words
 * @param isOwnEdge whether the credential's own edge was asked
 */
export function refusedBySuccess(message: string, edge: Edge, asked: Asked, isOwnEdge = true): TargetError {
	const words = shown(message, LONGEST_QUOTE);
	if (isAboutToken(message)) {
		const [what, advice] = notLetIn(edge, isOwnEdge);
		return new TargetError(what, advice, { status: 200, quote: `Target says: "${words}"` });
	}
	if (isQuestion(asked)) {
		const [what, advice] = NOT_ANSWERED[asked];
		return new TargetError(what, advice, {
			status: 200,
			quote: words === '' ? '' : `Target says: "${words}"`,
		});
	}
	return new TargetError(
		words === '' ? 'Target refused the update without a reason' : `Target refused the update: ${words}`,
		'Target answered HTTP 200 with success=false, so nothing was taken over. The reason is Target’s own wording.',
		{ status: 200 },
	);
}

/** What a no with HTTP 200 means to a question. */
const NOT_ANSWERED: Record<'status' | 'profile', Reason> = {
	status: [
		'Target gives no status of the batch',
		'Target answered HTTP 200 with success=false. What became of the batch is not said by it. Compare the batch ID with what Bulk Update Profiles gave, and ask again later.',
	],
	profile: [
		'Target does not give the profile',
		'Target answered HTTP 200 with success=false, so whether there is such a profile is not known. Check the ID, its type and the credential.',
	],
};

/** An answer that is none of Target's: empty, a web page, half an answer. */
export function unreadableAnswer({ text: whole, status }: TargetAnswer, asked: Asked): TargetError {
	const text = whole.slice(0, LONGEST_LOOK);
	const page = /<html|<!doctype/i.test(text);
	const what =
		text.trim() === ''
			? 'Target’s answer was empty'
			: page
				? 'A web page came back instead of an answer from Target'
				: 'The answer could not be understood as one from Target';
	const missing = isQuestion(asked) ? 'what was asked' : `whether the ${asked} was taken`;
	const again = isQuestion(asked) ? 'ask again' : 'send again, which does no harm';
	return new TargetError(
		what,
		`It does not say ${missing}. Check the edge URL of the credential, and whether a proxy answers in Target’s place; then ${again}.`,
		// An answer may have been cut short, but a page comes from another server, and will again.
		{
			status,
			quote: quoteAnswer(text),
			retry: page ? 'never' : 'afterPause',
			mayBeTaken: !isQuestion(asked),
		},
	);
}

export function isQuestion(asked: Asked): asked is 'status' | 'profile' {
	return asked === 'status' || asked === 'profile';
}

type Reason = readonly [message: string, advice: string];

function reason(status: number, edge: Edge, asked: Asked, isOwnEdge: boolean): Reason {
	if (status === 401 || status === 403) return notLetIn(edge, isOwnEdge);
	if (status === 404) return nothingThere(edge, asked);
	if (status === 413 && !isQuestion(asked)) {
		return ['Target says that the request is too large', TOO_LARGE[asked]];
	}
	if (status === 429 || (status === 503 && isMetered(asked))) {
		return ['Target is limiting the requests', TOO_MANY[asked]];
	}
	if (status === 408) {
		return ['Target did not get the whole request in time', isQuestion(asked) ? ASK_AGAIN : SEND_AGAIN];
	}
	if (status >= 500) return ['Target has a problem of its own', againAdvice(status, asked)];
	if (status >= 300 && status < 400) {
		return [
			'Target’s address answered with a redirect, which is not followed',
			edge.token === undefined
				? REDIRECTED
				: `${REDIRECTED} Some servers answer so to a token that they don’t take.`,
		];
	}
	return ['Target refused the request', `${TO_CHECK[asked]}.`];
}

const REDIRECTED = 'Check the edge URL of the credential: it must be the address that answers itself.';

/** Only the credential's own edge can say of a token that it is wrong: a status is asked at other hosts too. */
function notLetIn({ token, tokenIsIssued }: Edge, isOwnEdge: boolean): Reason {
	if (token === undefined) {
		return [
			'Target asks for a profile authentication token',
			'In Target, "Require Authentication" is on for the Profile API. Choose "OAuth Server-to-Server" in the credential, or "Profile Token" and enter the token from Administration > Implementation.',
		];
	}
	if (!isOwnEdge) {
		return [
			'The host of the status URL does not let the status be asked',
			'The profile token went with the question. Ask by the batch ID alone: then the host of the credential is asked.',
		];
	}
	if (tokenIsIssued === true) {
		return [
			'Target refused the profile token that Adobe’s Admin API has just given',
			'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
		];
	}
	return [
		'Target refused the profile authentication token',
		'It may have expired, been replaced by a newer one, or be the debugger token, which looks alike. Get the token under Administration > Implementation > Profile API, and update the credential.',
	];
}

function nothingThere({ clientCode }: Edge, asked: Asked): Reason {
	const credential = `the client code "${shown(clientCode)}" and the edge URL of the credential`;
	if (asked !== 'status') return ['Target does not know this address', `Check ${credential}.`];
	return [
		'Target has no status of a batch at this address',
		`The batch ID may be wrong, or too old: Target may keep only the last ten statuses, for a day at most. Compare it with what Bulk Update Profiles gave; if it is right, check ${credential}.`,
	];
}

const ASK_AGAIN = 'Wait a little, and ask again.';

const SEND_AGAIN =
	'Wait a little and send again, which does no harm: the same update twice is the same as once.';

/** Who says 503 does not serve for the moment; what became of a request that met another fault, nobody knows. */
function mayBeTaken(status: number, asked: Asked): boolean {
	return status >= 500 && status !== 503 && !isQuestion(asked);
}

function againAdvice(status: number, asked: Asked): string {
	if (isQuestion(asked)) return ASK_AGAIN;
	return mayBeTaken(status, asked) ? `Whether it took the request is not known. ${SEND_AGAIN}` : SEND_AGAIN;
}

const TOO_LARGE = {
	update: 'Send fewer or shorter attributes.',
	batch: 'Send smaller batches, or fewer or shorter attributes.',
} as const;

const FIFTY_CALLS = 'Adobe takes 50 calls a minute for the bulk, Admin and Reporting APIs';

const TOO_MANY: Record<Asked, string> = {
	update:
		'Wait a minute, then send again, with fewer requests in a second. Adobe takes 1,000,000 single updates in 24 hours.',
	batch: `${FIFTY_CALLS}. Wait a minute, then send again; larger batches take fewer calls.`,
	status: `${FIFTY_CALLS}, and status questions may be among them. Wait a minute, then ask again.`,
	profile: 'Wait a minute, then ask again.',
};

const TO_CHECK: Record<Asked, string> = {
	update: 'Check the attributes and the credential',
	batch: 'Check the attributes and the credential',
	status: 'Check the batch and the credential',
	profile: 'Check the ID, its type and the credential',
};

/** Tags, and what is never shown of a page: each to its end, or to the end of the text where it has none. */
const UNSHOWN = /<!--[^]*?(?:-->|$)|<(style|script)\b[^]*?(?:<\/\1[^>]*>?|$)|<(?:[a-z/!?][^>]*>?|$)/gi;

function quoteAnswer(text: string): string {
	const words = text.slice(0, LONGEST_LOOK).replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim();
	return words === '' ? '' : `The answer: "${shown(words, LONGEST_QUOTE)}"`;
}
