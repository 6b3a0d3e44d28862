import { TargetError } from '../targetError';
import type { TargetRequest } from './transport';
import { ProxyFailure } from './brokenOff';
import type { BrokenOffCode } from './brokenOff';

const UNREACHABLE = 'Check the network and the proxy, and the address where the credential names it.';

/** Stands where the advice depends on what was sent. */
const OUTCOME = '{outcome}';

const OUTCOME_IN_TIME = `${OUTCOME} Where the options have "Timeout (Seconds)", it sets how long to wait.`;

type Reason = readonly [what: string, advice: string];

/** What is known of a request whose answer did not come, and whether it can be sent again. */
function outcomeOf({ method, idempotent }: SentRequest): string {
	if (method === 'GET') return 'Asking again does no harm.';
	if (idempotent === false) return 'Whether it was done is not known.';
	return 'Whether it took the request is not known. Sending it again does no harm: the same update twice is the same as once.';
}

type SentRequest = Pick<TargetRequest, 'method' | 'idempotent' | 'isSubmit'>;

/** What went wrong below HTTP, by our own codes, and those of Node.js and undici, in words. */
const REASONS: Readonly<Record<BrokenOffCode, Reason> & Record<string, Reason>> = {
	CONNECT_TIMEOUT: ['{host} did not accept the connection in time', UNREACHABLE],
	CLOSED: ['{host} cut the connection before its answer was complete', OUTCOME],
	UPLOAD_STALLED: ['{host} stopped reading before it had the whole request', OUTCOME_IN_TIME],
	NO_ANSWER_IN_TIME: ['{host} did not answer in time', OUTCOME_IN_TIME],
	NO_FINAL_ANSWER: ['{host} announced its answer again and again, and did not give it', OUTCOME],
	ANSWER_UNFINISHED: ['{host} did not finish its answer in time', OUTCOME_IN_TIME],
	EARLY_ANSWER_CUT: ['{host} answered before it had the whole request, and then cut the connection', OUTCOME],
	EARLY_ANSWER_STALLED: [
		'{host} answered before it had the whole request, and then stopped reading',
		OUTCOME_IN_TIME,
	],
	ENOTFOUND: [
		'The host {host} does not exist',
		'Check its address in the credential, and the name server of n8n’s network.',
	],
	EAI_AGAIN: [
		'The host name {host} could not be looked up',
		'The name server did not answer. Check the network.',
	],
	ECONNREFUSED: ['{host} refused the connection', UNREACHABLE],
	EHOSTUNREACH: ['{host} can’t be reached', UNREACHABLE],
	ENETUNREACH: ['{host} can’t be reached', UNREACHABLE],
	ETIMEDOUT: ['{host} did not accept the connection in time', UNREACHABLE],
	ECONNRESET: ['{host} cut the connection before its answer was complete', OUTCOME],
	EPIPE: ['{host} cut the connection before its answer was complete', OUTCOME],
	UND_ERR_SOCKET: ['{host} cut the connection before its answer was complete', OUTCOME],
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['{host} cut its answer short', OUTCOME],
	// undici gives its parser's errors no code, so they go by their name.
	HTTPParserError: ['{host} sent something that is no HTTP answer', OUTCOME],
};

/** What may be over in a moment: all but names that don't exist, and what is unknown, such as a wrong certificate. */
const PASSING = new Set(Object.keys(REASONS).filter((code) => code !== 'ENOTFOUND'));

/** What ends a connection before it is there. */
const UNSENT = new Set([
	'CONNECT_TIMEOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/** What Node.js and OpenSSL call certificates that they don't take. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

const UNTRUSTED = [
	'{host} has a certificate that is not trusted',
	'Check the address. A private authority is made known to n8n by NODE_EXTRA_CA_CERTS.',
] as const;

/** What a proxy did not do, in words; it is not tried again where it said no. */
const BY_PROXY: Readonly<Record<ProxyFailure['kind'], Reason>> = {
	refused: [
		'The proxy did not let the connection to {host} through',
		'Check the address, user and password in HTTPS_PROXY (ALL_PROXY where that is not set), and whether the proxy allows this host.',
	],
	unreachable: [
		'The proxy on the way to {host} can’t be reached',
		'Check the address in HTTPS_PROXY (ALL_PROXY where that is not set), and whether the proxy runs.',
	],
};

const OTHER = [
	'{host} could not be asked',
	'Check the network, the proxy and certificates, and the address where the credential names it.',
] as const;

/** The hosts of edges that no credential names. */
const OF_CLIENT_CODES = /^[^.]+\.tt\.omtrdc\.net$/;

const BY_CLIENT_CODE = 'Check the client code of the credential: it is the first part of the host name.';

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
	const code = errorCode(error);
	const [what, template] = reasonFor(error, code);
	const advice =
		code === 'ENOTFOUND' && !(error instanceof ProxyFailure) && OF_CLIENT_CODES.test(host)
			? BY_CLIENT_CODE
			: template.replace(OUTCOME, outcomeOf(request));
	return new TargetError(what.replace('{host}', host), code === undefined ? advice : `${advice} (${code})`, {
		retry: mayPass(error, code) ? 'afterPause' : 'never',
		isUnsent: error instanceof ProxyFailure || UNSENT.has(code ?? ''),
		mayBeTaken: request.isSubmit === true && template.includes(OUTCOME),
	});
}

function reasonFor(error: unknown, code = ''): Reason {
	if (error instanceof ProxyFailure) return BY_PROXY[error.kind];
	return REASONS[code] ?? (CERTIFICATE.test(code) ? UNTRUSTED : OTHER);
}

function mayPass(error: unknown, code = ''): boolean {
	// A proxy's 5xx is about the way behind it, e.g. a host that does not answer for a moment.
	if (error instanceof ProxyFailure && error.kind === 'refused') return code.startsWith('HTTP 5');
	return PASSING.has(code);
}

/** The code of the error or of what caused it; the name of a parser's error. */
function errorCode(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	if ('code' in error && typeof error.code === 'string') return error.code;
	if ('name' in error && error.name === 'HTTPParserError') return error.name;
	return 'cause' in error ? errorCode(error.cause) : undefined;
}
