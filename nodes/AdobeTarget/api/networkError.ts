import { TargetError } from './targetError';

const UNREACHABLE = 'Check the network, the proxy and the edge URL of the credential.';
const UNKNOWN_OUTCOME =
	'Whether Target took the request is not known. Sending it again does no harm: the same update twice is the same as once.';

/** What went wrong below HTTP, by the codes of Node.js and undici, in words. */
const REASONS: Readonly<Record<string, readonly [what: string, advice: string]>> = {
	ENOTFOUND: [
		'The host {host} does not exist',
		'Check the client code (it is the first part of the host name) or the edge URL of the credential.',
	],
	EAI_AGAIN: [
		'The host name {host} could not be looked up',
		'The name server did not answer. Check the network.',
	],
	ECONNREFUSED: ['{host} refused the connection', UNREACHABLE],
	EHOSTUNREACH: ['{host} can’t be reached', UNREACHABLE],
	ENETUNREACH: ['{host} can’t be reached', UNREACHABLE],
	ETIMEDOUT: ['{host} did not accept the connection in time', UNREACHABLE],
	ECONNRESET: ['{host} cut the connection before its answer was complete', UNKNOWN_OUTCOME],
	EPIPE: ['{host} cut the connection before its answer was complete', UNKNOWN_OUTCOME],
	UND_ERR_SOCKET: ['{host} cut the connection before its answer was complete', UNKNOWN_OUTCOME],
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['{host} cut its answer short', UNKNOWN_OUTCOME],
	// undici gives its parser's errors no code, so they go by their name.
	HTTPParserError: ['{host} sent something that is no HTTP answer', UNKNOWN_OUTCOME],
	UND_ERR_CONNECT_TIMEOUT: ['{host} did not accept the connection in time', UNREACHABLE],
	UND_ERR_HEADERS_TIMEOUT: [
		'{host} did not answer in time',
		`${UNKNOWN_OUTCOME} "Timeout (Seconds)" in the options sets how long to wait.`,
	],
	UND_ERR_BODY_TIMEOUT: [
		'{host} did not finish its answer in time',
		`${UNKNOWN_OUTCOME} "Timeout (Seconds)" in the options sets how long to wait.`,
	],
};

/** What may be over in a moment: all but names that don't exist, and what is unknown, such as a wrong certificate. */
const PASSING = new Set(Object.keys(REASONS).filter((code) => code !== 'ENOTFOUND'));

/** What Node.js and OpenSSL call certificates that they don't take. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

const UNTRUSTED = [
	'{host} has a certificate that is not trusted',
	'Check the address. A private authority is made known to n8n by NODE_EXTRA_CA_CERTS.',
] as const;

const BY_PROXY = [
	'The proxy did not let the connection to {host} through',
	'Check the address, user and password in HTTP_PROXY and HTTPS_PROXY, and whether the proxy allows this host.',
] as const;

const OTHER = [
	'{host} could not be asked',
	'Check the network, the proxy, certificates and the edge URL of the credential.',
] as const;

/**
 * A failure of the connection as an error for the person at the panel. The code goes into the advice: n8n replaces
 * messages that hold words such as ECONNREFUSED by texts of its own.
 */
export function networkError(error: unknown, host: string): TargetError {
	const code = errorCode(error);
	const [what, advice] = REASONS[code ?? ''] ?? reasonWithoutCode(error, code);
	return new TargetError(what.replace('{host}', host), code === undefined ? advice : `${advice} (${code})`, {
		retry: code !== undefined && PASSING.has(code) ? 'afterPause' : 'never',
	});
}

function reasonWithoutCode(error: unknown, code = ''): readonly [what: string, advice: string] {
	if (CERTIFICATE.test(code)) return UNTRUSTED;
	return error instanceof Error && /^Proxy response/.test(error.message) ? BY_PROXY : OTHER;
}

/** The code of the error or of what caused it; the name of a parser's error. */
function errorCode(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	if ('code' in error && typeof error.code === 'string') return error.code;
	if ('name' in error && error.name === 'HTTPParserError') return error.name;
	return 'cause' in error ? errorCode(error.cause) : undefined;
}
