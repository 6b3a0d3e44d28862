import { NO_ANSWER, OUTCOMES } from './messages';
import { say } from '../../say';
import { TargetError } from '../targetError';
import type { TargetRequest } from './transport';
import { BrokenInUse, ProxyFailure } from './brokenOff';
import type { BrokenOffCode } from './brokenOff';

type NoAnswer = (typeof NO_ANSWER)[keyof typeof NO_ANSWER];

type SentRequest = Pick<TargetRequest, 'idempotent' | 'isSubmit'>;

/** What went wrong below HTTP, by our own codes, and those of Node.js and undici. */
const BY_CODE: Readonly<Record<BrokenOffCode, NoAnswer> & Record<string, NoAnswer>> = {
	CONNECT_TIMEOUT: NO_ANSWER.notAccepted,
	CLOSED: NO_ANSWER.closed,
	UPLOAD_STALLED: NO_ANSWER.uploadStalled,
	NO_ANSWER_IN_TIME: NO_ANSWER.noAnswerInTime,
	NO_FINAL_ANSWER: NO_ANSWER.noFinalAnswer,
	ANSWER_UNFINISHED: NO_ANSWER.answerUnfinished,
	EARLY_ANSWER_CUT: NO_ANSWER.earlyAnswerCut,
	EARLY_ANSWER_STALLED: NO_ANSWER.earlyAnswerStalled,
	ENOTFOUND: NO_ANSWER.noSuchHost,
	EAI_AGAIN: NO_ANSWER.notLookedUp,
	ECONNREFUSED: NO_ANSWER.refusedConnection,
	EHOSTUNREACH: NO_ANSWER.unreachable,
	ENETUNREACH: NO_ANSWER.unreachable,
	ETIMEDOUT: NO_ANSWER.notAccepted,
	ECONNRESET: NO_ANSWER.closed,
	EPIPE: NO_ANSWER.closed,
	UND_ERR_SOCKET: NO_ANSWER.closed,
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: NO_ANSWER.cutShort,
	UND_ERR_HEADERS_OVERFLOW: NO_ANSWER.notHttp,
	// undici gives its parser's errors no code, so they go by their name.
	HTTPParserError: NO_ANSWER.notHttp,
};

/** Codes of what may be over in a moment: all but that of a name that doesn't exist. Codes that are not known are final, too. */
const PASSING = new Set(Object.keys(BY_CODE).filter((code) => code !== 'ENOTFOUND'));

/** What ends a connection before it is there. */
const UNSENT = new Set([
	'CONNECT_TIMEOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ETIMEDOUT',
]);

/** After these nobody knows what became of a request. All that breaks while a request is sent or answered is one of them. */
const LOST = new Set<NoAnswer>([
	NO_ANSWER.closed,
	NO_ANSWER.cutShort,
	NO_ANSWER.notHttp,
	NO_ANSWER.uploadStalled,
	NO_ANSWER.noAnswerInTime,
	NO_ANSWER.noFinalAnswer,
	NO_ANSWER.answerUnfinished,
	NO_ANSWER.earlyAnswerCut,
	NO_ANSWER.earlyAnswerStalled,
]);

/** What Node.js and OpenSSL call certificates that they don't take. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

/** What went wrong at a proxy. */
const BY_PROXY: Readonly<Record<ProxyFailure['kind'], NoAnswer>> = {
	refused: NO_ANSWER.proxyRefused,
	unreachable: NO_ANSWER.proxyUnreachable,
};

/** A host that comes from the client code, not from an Edge URL. */
const OF_CLIENT_CODE = /^[^.]+\.tt\.omtrdc\.net$/;

/**
 * A failure of the connection as an error for the person at the panel. The code goes into the advice: n8n replaces
 * messages that hold words such as ECONNREFUSED by texts of its own.
 *
 * @param host as the person knows it, with its port where that is another than https has
 * @param request what was sent, or was to be
 * @returns the error itself where it has its words
 */
export function networkError(error: unknown, host: string, request: SentRequest): TargetError {
	if (error instanceof TargetError) return error;
	const code = codeOf(error);
	const isInUse = error instanceof BrokenInUse;
	const message = isInUse ? messageInUse(code) : messageFor(error, host, code);
	const [text, advice] = say(message, { host, outcome: outcomeOf(request) });
	return new TargetError(text, code === undefined ? advice : `${advice} (${code})`, {
		retry: isInUse || mayPass(error, code) ? 'afterPause' : 'never',
		isUnsent: !isInUse && (error instanceof ProxyFailure || UNSENT.has(code ?? '')),
		mayBeTaken: request.isSubmit === true && LOST.has(message),
	});
}

/** Codes such as EHOSTUNREACH say something else of a connection that is there than of one that is being made. */
function messageInUse(code = ''): NoAnswer {
	const message = BY_CODE[code];
	return message !== undefined && LOST.has(message) ? message : NO_ANSWER.closed;
}

function messageFor(error: unknown, host: string, code = ''): NoAnswer {
	if (error instanceof ProxyFailure) return BY_PROXY[error.kind];
	if (code === 'ENOTFOUND' && OF_CLIENT_CODE.test(host)) return NO_ANSWER.noSuchClient;
	return BY_CODE[code] ?? (CERTIFICATE.test(code) ? NO_ANSWER.notTrusted : NO_ANSWER.notAsked);
}

/** Whether the request can be sent again, in words. */
function outcomeOf({ idempotent, isSubmit }: SentRequest): string {
	if (isSubmit === true) return OUTCOMES.sent;
	return idempotent === false ? OUTCOMES.notRepeatable : OUTCOMES.asked;
}

function mayPass(error: unknown, code = ''): boolean {
	// A proxy's 5xx is about the way behind it, e.g. a host that does not answer for a moment.
	if (error instanceof ProxyFailure && error.kind === 'refused') return code.startsWith('HTTP 5');
	return PASSING.has(code);
}

/** The code of the error or of what caused it, or the name of a parser's error. */
function codeOf(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	if ('code' in error && typeof error.code === 'string') return error.code;
	if ('name' in error && error.name === 'HTTPParserError') return error.name;
	return 'cause' in error ? codeOf(error.cause) : undefined;
}
