import { networkError } from '../../../../nodes/AdobeTarget/api/http/networkError';
import {
	BrokenInUse,
	BrokenOff,
	KeptConnectionOver,
	ProxyFailure,
} from '../../../../nodes/AdobeTarget/api/http/brokenOff';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { expectSentences } from '../answering';

const HOST = 'edge.example.com';
const UPDATE = { isSubmit: true } as const;
/** Also a sign-in, though it is a POST. */
const QUESTION = {} as const;
const CREATION = { idempotent: false } as const;

function withCode(code: string): Error & { readonly code: string } {
	return Object.assign(new Error('words of the system'), { code });
}

test.each([
	['ENOTFOUND', `The host ${HOST} does not exist`, 'never'],
	['EAI_AGAIN', `The host name ${HOST} could not be looked up`, 'afterPause'],
	['ECONNREFUSED', `${HOST} refused the connection`, 'afterPause'],
	['EHOSTUNREACH', `${HOST} can’t be reached`, 'afterPause'],
	['ENETUNREACH', `${HOST} can’t be reached`, 'afterPause'],
	['ETIMEDOUT', `${HOST} did not accept the connection in time`, 'afterPause'],
	['CONNECT_TIMEOUT', `${HOST} did not accept the connection in time`, 'afterPause'],
	['CLOSED', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['ECONNRESET', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['EPIPE', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['UND_ERR_SOCKET', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', `${HOST} cut its answer short`, 'afterPause'],
	['NO_ANSWER_IN_TIME', `${HOST} did not answer in time`, 'afterPause'],
	['ANSWER_UNFINISHED', `${HOST} did not finish its answer in time`, 'afterPause'],
	['UPLOAD_STALLED', `${HOST} stopped reading before it had the whole request`, 'afterPause'],
	['NO_FINAL_ANSWER', `${HOST} announced its answer again and again, and did not give it`, 'afterPause'],
	[
		'EARLY_ANSWER_CUT',
		`${HOST} answered before it had the whole request, and then cut the connection`,
		'afterPause',
	],
	[
		'EARLY_ANSWER_STALLED',
		`${HOST} answered before it had the whole request, and then stopped reading`,
		'afterPause',
	],
	['CERT_HAS_EXPIRED', `${HOST} has a certificate that is not trusted`, 'never'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', `${HOST} has a certificate that is not trusted`, 'never'],
	['SELF_SIGNED', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_GET_ISSUER', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_DANCE', `${HOST} could not be asked`, 'never'],
])('%s is said in words with the host, and tried again where it may pass', (code, message, retry) => {
	const error = networkError(withCode(code), HOST, UPDATE);
	expect(error).toMatchObject({ message, retry, status: undefined });
	expectSentences(error);
	// n8n replaces messages that hold a code by texts of its own.
	expect(error.advice.endsWith(` (${code})`)).toBe(true);
	expect(error.advice.length).toBeGreaterThan(code.length + 20);
});

const WHILE_CONNECTING = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

test.each(WHILE_CONNECTING)('%s while a connection is made: nothing has left', (code) => {
	for (const connecting of [withCode(code), Object.assign(withCode(code), { syscall: 'connect' })]) {
		const { isUnsent, mayBeTaken } = networkError(connecting, HOST, UPDATE);
		expect({ isUnsent, mayBeTaken }).toEqual({ isUnsent: true, mayBeTaken: false });
	}
});

// A router that says no, or packets that nobody confirms, end connections that were long there, by the same codes.
test.each([
	...WHILE_CONNECTING,
	...['ENOTFOUND', 'EAI_AGAIN', 'ECONNABORTED', 'ENETDOWN', 'ENETRESET', 'ENOTCONN', 'EPROTO', 'ENOBUFS'],
	...['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
	...['ERR_ASSERTION', 'UND_ERR_INFO', 'UNHEARD_OF'],
])('%s when a request had begun: nobody knows whether Target took it', (code) => {
	const error = networkError(new BrokenInUse(withCode(code)), HOST, UPDATE);
	expect(error).toMatchObject({
		message: `${HOST} cut the connection before its answer was complete`,
		advice: expect.stringMatching(new RegExp(`is not known.* \\(${code}\\)$`)) as string,
		isUnsent: false,
		mayBeTaken: true,
		retry: 'afterPause',
	});
});

const TIMED_OUT = ['UPLOAD_STALLED', 'NO_ANSWER_IN_TIME', 'ANSWER_UNFINISHED', 'EARLY_ANSWER_STALLED'];

test.each([
	...['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'CLOSED', 'NO_FINAL_ANSWER', 'EARLY_ANSWER_CUT'],
	...TIMED_OUT,
])('after %s nobody knows whether Target took the request, and the advice says so', (code) => {
	expect(networkError(withCode(code), HOST, UPDATE).advice).toContain('is not known');
});

test.each(TIMED_OUT)('%s names the option that waits longer', (code) => {
	expect(networkError(withCode(code), HOST, UPDATE).advice).toContain('"Timeout (Seconds)"');
});

test.each(['ECONNRESET', 'NO_ANSWER_IN_TIME', 'EARLY_ANSWER_CUT'])(
	'after %s a question is said to do no harm, and what must not be done twice is not told to be sent again',
	(code) => {
		const question = networkError(withCode(code), HOST, QUESTION).advice;
		expect(question).toContain('Asking again does no harm.');
		expect(question).not.toMatch(/update|is not known/);
		const creation = networkError(withCode(code), HOST, CREATION).advice;
		expect(creation).toContain('Whether it was done is not known.');
		expect(creation).not.toMatch(/harm|update/);
	},
);

test.each([
	['democlient.tt.omtrdc.net', /client code/],
	['ims-na1.adobelogin.com', /^Check its address in the credential, and the name server/],
	['target.example.com', /^Check its address in the credential, and the name server/],
])('the host %s that does not exist is looked for where its name comes from', (host, advice) => {
	expect(networkError(withCode('ENOTFOUND'), host, QUESTION).advice).toMatch(advice);
});

test('the code is looked for in what caused the error, however deep', () => {
	const error = new Error('outer', { cause: new Error('inner', { cause: withCode('ECONNREFUSED') }) });
	expect(networkError(error, HOST, UPDATE).message).toBe(`${HOST} refused the connection`);
});

test.each([
	['a code that is no text', Object.assign(new Error('a'), { code: 7 })],
	['no code', new Error('a')],
	['a text', 'ECONNREFUSED'],
	['nothing', null],
	['a cause that is nothing', new Error('a', { cause: null })],
])('an error with %s is final, and shows no code', (_, error) => {
	const { message, advice, retry } = networkError(error, HOST, UPDATE);
	expect({ message, retry }).toEqual({ message: `${HOST} could not be asked`, retry: 'never' });
	expect(advice).toMatch(/certificates, and the address where the credential names it\.$/);
});

test('an answer that is no HTTP goes by the name of its error, and may pass', () => {
	const error = Object.assign(new Error('Parse error'), { name: 'HTTPParserError' });
	expect(networkError(new Error('outer', { cause: error }), HOST, UPDATE)).toMatchObject({
		message: `${HOST} sent something that is no HTTP answer`,
		advice: expect.stringMatching(/is not known.* \(HTTPParserError\)$/s) as string,
		retry: 'afterPause',
	});
});

test.each([
	['refused', { code: 'HTTP 407' }, `The proxy did not let the connection to ${HOST} through`, 'never'],
	['refused', { code: 'HTTP 502' }, `The proxy did not let the connection to ${HOST} through`, 'afterPause'],
	['unreachable', withCode('ECONNREFUSED'), `The proxy on the way to ${HOST} can’t be reached`, 'afterPause'],
	['unreachable', withCode('ENOTFOUND'), `The proxy on the way to ${HOST} can’t be reached`, 'never'],
	['unreachable', withCode('CERT_HAS_EXPIRED'), `The proxy on the way to ${HOST} can’t be reached`, 'never'],
] as const)('a proxy that is %s is named as such, with the code %j', (kind, cause, message, retry) => {
	const error = networkError(new ProxyFailure(kind, cause), HOST, UPDATE);
	expect(error).toMatchObject({ message, retry });
	expect(error.advice.endsWith(` (${cause.code})`)).toBe(true);
	expectSentences(error);
});

test('a kept connection that was over is told by what ended it', () => {
	const error = networkError(new KeptConnectionOver(withCode('EPIPE'), true), HOST, UPDATE);
	expect(error.message).toBe(`${HOST} cut the connection before its answer was complete`);
	const closed = networkError(new KeptConnectionOver(new BrokenOff('CLOSED'), true), HOST, UPDATE);
	expect(closed.message).toBe(error.message);
});

test('what has its words already keeps them', () => {
	const error = new TargetError('The proxy can’t be used', 'Check it.');
	expect(networkError(error, HOST, UPDATE)).toBe(error);
});
