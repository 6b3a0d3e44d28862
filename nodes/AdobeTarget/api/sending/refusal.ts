import { MESSAGES, NOT_GIVEN, REFUSED_REQUEST, TOO_LARGE, TOO_MANY } from './messages';
import { isAboutToken } from './refusedToken';
import { readRetryAfter } from './retryAfter';
import { say } from '../../say';
import type { Words } from '../../say';
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

/** How a request was sent; by that, too, an answer means another thing. */
export interface Sent {
	readonly asked: Asked;
	readonly clientCode: string;
	/** Whether it went to the credential's own edge: a status is asked at other hosts too. */
	readonly isOwnEdge: boolean;
	/** Which token it had: one that the credential gives, one that Adobe's Admin API has issued, or none. */
	readonly token: 'given' | 'issued' | undefined;
}

/** Why an answer with another status than 2xx was given, as far as Adobe's pages and practice tell. */
export function refusedByStatus(answer: TargetAnswer, sent: Sent): TargetError {
	const { status } = answer;
	const { asked } = sent;
	return new TargetError(...reason(status, sent), {
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
 */
export function refusedBySuccess(message: string, sent: Sent): TargetError {
	const { asked } = sent;
	const words = shown(message, LONGEST_QUOTE);
	if (isAboutToken(message)) {
		const quote = `Target says: "${words}"`;
		return new TargetError(...notLetIn(sent), { status: 200, quote });
	}
	if (isQuestion(asked)) {
		const quote = words === '' ? '' : `Target says: "${words}"`;
		return new TargetError(...say(NOT_GIVEN[asked]), { status: 200, quote });
	}
	const said =
		words === '' ? say(MESSAGES.refusedWithoutReason) : say(MESSAGES.refusedUpdate, { reason: words });
	return new TargetError(...said, { status: 200 });
}

/** An answer that is none of Target's: empty, a web page, half an answer. */
export function unreadableAnswer({ text: whole, status }: TargetAnswer, asked: Asked): TargetError {
	const text = whole.slice(0, LONGEST_LOOK);
	const page = /<html|<!doctype/i.test(text);
	const message =
		text.trim() === '' ? MESSAGES.emptyAnswer : page ? MESSAGES.webPage : MESSAGES.notUnderstood;
	const missing = isQuestion(asked) ? 'what was asked' : `whether the ${asked} was taken`;
	const again = isQuestion(asked) ? 'ask again' : 'send again, which does no harm';
	return new TargetError(...say(message, { missing, again }), {
		status,
		quote: quoteAnswer(text),
		// An answer may have been cut short, but a page comes from another server, and will again.
		retry: page ? 'never' : 'afterPause',
		mayBeTaken: !isQuestion(asked),
	});
}

export function isQuestion(asked: Asked): asked is 'status' | 'profile' {
	return asked === 'status' || asked === 'profile';
}

function reason(status: number, sent: Sent): Words {
	const { asked, clientCode, token } = sent;
	if (status === 401 || status === 403) return notLetIn(sent);
	if (status === 404) {
		const message = asked === 'status' ? MESSAGES.noSuchStatus : MESSAGES.noSuchAddress;
		return say(message, { clientCode: shown(clientCode) });
	}
	if (status === 413 && !isQuestion(asked)) return say(TOO_LARGE[asked]);
	if (status === 429 || (status === 503 && isMetered(asked))) return say(TOO_MANY[asked]);
	if (status === 408) return say(isQuestion(asked) ? MESSAGES.questionNotWhole : MESSAGES.notWhole);
	if (status >= 500) return itsOwnProblem(status, asked);
	if (status >= 300 && status < 400) {
		return say(token === undefined ? MESSAGES.redirect : MESSAGES.redirectWithToken);
	}
	return say(REFUSED_REQUEST[asked]);
}

/** Only the credential's own edge can say of a token that it is wrong: a status is asked at other hosts too. */
function notLetIn({ token, isOwnEdge }: Sent): Words {
	if (token === undefined) return say(MESSAGES.asksForToken);
	if (!isOwnEdge) return say(MESSAGES.refusedStatusToken);
	return say(token === 'issued' ? MESSAGES.refusedNewToken : MESSAGES.refusedToken);
}

/** After a 503 nothing was taken, as the server does not serve for the moment; after another fault of its own, nobody knows. */
function mayBeTaken(status: number, asked: Asked): boolean {
	return status >= 500 && status !== 503 && !isQuestion(asked);
}

function itsOwnProblem(status: number, asked: Asked): Words {
	if (isQuestion(asked)) return say(MESSAGES.questionFailed);
	return say(mayBeTaken(status, asked) ? MESSAGES.failed : MESSAGES.notServing);
}

/** Tags, and what is never shown of a page: each to its end, or to the end of the text where it has none. */
const UNSHOWN = /<!--[^]*?(?:-->|$)|<(style|script)\b[^]*?(?:<\/\1[^>]*>?|$)|<(?:[a-z/!?][^>]*>?|$)/gi;

function quoteAnswer(text: string): string {
	const words = text.slice(0, LONGEST_LOOK).replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim();
	return words === '' ? '' : `The answer: "${shown(words, LONGEST_QUOTE)}"`;
}
