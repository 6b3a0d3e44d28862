import type { Edge } from './edge';
import { readRetryAfter } from './retryAfter';
import { shown } from '../shown';
import { TargetError } from './targetError';
import type { Retry } from './targetError';
import type { TargetAnswer } from './transport';

/** Answers are quoted to the person at the panel up to here. */
const LONGEST_QUOTE = 200;

/** Words are looked for up to here: a page begins with its styles. */
const LONGEST_LOOK = 16_000;

/** Why an answer with another status than 2xx was given, as far as Adobe's pages and practice tell. */
export function refusedByStatus(answer: TargetAnswer, edge: Edge, metered: boolean): TargetError {
	const { status } = answer;
	const [message, advice] = reason(status, edge);
	return new TargetError(message, `${advice}${quoteAnswer(answer.text)}`, {
		status,
		retry: retryOf(status, metered),
		retryAfterMs: readRetryAfter(answer.retryAfter),
	});
}

/** A 503 of the bulk API means "50 calls a minute" (Target limits page): the call budget knows when to go on. */
function retryOf(status: number, metered: boolean): Retry {
	if (status === 503 && metered) return 'withBudget';
	return status === 408 || status === 429 || status >= 500 ? 'afterPause' : 'never';
}

/** Target's own "no": HTTP 200, but `success` is false. */
export function refusedBySuccess(message: string): TargetError {
	return new TargetError(
		message === ''
			? 'Target refused the update without a reason'
			: `Target refused the update: ${shown(message, LONGEST_QUOTE)}`,
		'Target answered HTTP 200 with success=false, so nothing was taken over. The reason is Target’s own wording.',
		{ status: 200 },
	);
}

/** An answer that is none of Target's: empty, a web page, half an answer. */
export function unreadableAnswer({ text: whole, status }: TargetAnswer): TargetError {
	const text = whole.slice(0, LONGEST_LOOK);
	const page = /<html|<!doctype/i.test(text);
	const what =
		text.trim() === ''
			? 'Target’s answer was empty'
			: page
				? 'A web page came back instead of an answer from Target'
				: 'The answer could not be understood as one from Target';
	return new TargetError(
		what,
		`It does not say whether the update was taken. Check the edge URL of the credential, and whether a proxy answers in Target’s place; then send again, which does no harm.${quoteAnswer(text)}`,
		// An answer may have been cut short, but a page comes from another server, and will again.
		{ status, retry: page ? 'never' : 'afterPause' },
	);
}

function reason(status: number, edge: Edge): readonly [message: string, advice: string] {
	if (edge.tokenIsIssued === true && (status === 401 || status === 403)) {
		return [
			'Target refused the profile token that Adobe’s Admin API has just given',
			'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
		];
	}
	if (status === 401 || status === 403) {
		return edge.token === undefined
			? [
					'Target asks for a profile authentication token',
					'In Target, "Require Authentication" is on for the Profile API. Choose "OAuth Server-to-Server" in the credential, or "Profile Token" and enter the token from Administration > Implementation.',
				]
			: [
					'Target refused the profile authentication token',
					'It may have expired (tokens live about 90 days), been replaced by a newer one, or be the debugger token, which looks alike. Get the token under Administration > Implementation > Profile API, and update the credential.',
				];
	}
	if (status === 404) {
		return [
			'Target does not know this address',
			`Check the client code "${edge.clientCode}" and the edge URL of the credential.`,
		];
	}
	if (status === 413) {
		return [
			'Target says that the request is too large',
			'Send fewer or shorter attributes, or smaller batches.',
		];
	}
	if (status === 429 || status === 503) {
		return [
			'Target is limiting the requests',
			'The bulk API takes 50 calls a minute per account, shared with the Admin and Reporting APIs. Wait a minute, then send again.',
		];
	}
	if (status >= 500) {
		return [
			'Target has a problem of its own',
			'Whether it took the request is not known. Wait a little and send again, which does no harm: the same update twice is the same as once.',
		];
	}
	if (status >= 300 && status < 400) {
		return [
			'Target’s address answered with a redirect, which is not followed',
			'Check the edge URL of the credential: it must be the address that answers itself.',
		];
	}
	return [
		'Target refused the request',
		'Check the attributes and the credential; what Target wrote may tell more.',
	];
}

/** Tags, and what is never shown of a page: each to its end, or to the end of the text where it has none. */
const UNSHOWN = /<!--[^]*?(?:-->|$)|<(style|script)\b[^]*?(?:<\/\1[^>]*>?|$)|<(?:[a-z/!?][^>]*>?|$)/gi;

function quoteAnswer(text: string): string {
	const words = text.slice(0, LONGEST_LOOK).replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim();
	return words === '' ? '' : ` The answer: "${shown(words, LONGEST_QUOTE)}"`;
}
