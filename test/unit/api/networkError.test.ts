import { networkError } from '../../../nodes/AdobeTarget/api/networkError';
import { expectSentences } from './answering';

const HOST = 'edge.example.com';

function withCode(code: string): Error {
	return Object.assign(new Error('words of the system'), { code });
}

test.each([
	['ENOTFOUND', `The host ${HOST} does not exist`, 'never'],
	['EAI_AGAIN', `The host name ${HOST} could not be looked up`, 'afterPause'],
	['ECONNREFUSED', `${HOST} refused the connection`, 'afterPause'],
	['EHOSTUNREACH', `${HOST} can’t be reached`, 'afterPause'],
	['ENETUNREACH', `${HOST} can’t be reached`, 'afterPause'],
	['ETIMEDOUT', `${HOST} did not accept the connection in time`, 'afterPause'],
	['UND_ERR_CONNECT_TIMEOUT', `${HOST} did not accept the connection in time`, 'afterPause'],
	['ECONNRESET', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['EPIPE', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['UND_ERR_SOCKET', `${HOST} cut the connection before its answer was complete`, 'afterPause'],
	['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', `${HOST} cut its answer short`, 'afterPause'],
	['UND_ERR_HEADERS_TIMEOUT', `${HOST} did not answer in time`, 'afterPause'],
	['UND_ERR_BODY_TIMEOUT', `${HOST} did not finish its answer in time`, 'afterPause'],
	['CERT_HAS_EXPIRED', `${HOST} has a certificate that is not trusted`, 'never'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', `${HOST} has a certificate that is not trusted`, 'never'],
	['SELF_SIGNED', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_GET_ISSUER', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', `${HOST} has a certificate that is not trusted`, 'never'],
	['UNABLE_TO_DANCE', `${HOST} could not be asked`, 'never'],
])('%s is said in words with the host, and tried again where it may pass', (code, message, retry) => {
	const error = networkError(withCode(code), HOST);
	expect(error).toMatchObject({ message, retry, status: undefined });
	expectSentences(error);
	// n8n replaces messages that hold a code by texts of its own.
	expect(error.advice.endsWith(` (${code})`)).toBe(true);
	expect(error.advice.length).toBeGreaterThan(code.length + 20);
});

test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
	'after %s nobody knows whether Target took the request, and the advice says so',
	(code) => {
		expect(networkError(withCode(code), HOST).advice).toContain('is not known');
	},
);

test.each(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
	'%s names the option that waits longer',
	(code) => {
		expect(networkError(withCode(code), HOST).advice).toContain('"Timeout (Seconds)"');
	},
);

test('the code is looked for in what caused the error, however deep', () => {
	const error = new Error('outer', { cause: new Error('inner', { cause: withCode('ECONNREFUSED') }) });
	expect(networkError(error, HOST).message).toBe(`${HOST} refused the connection`);
});

test.each([
	['a code that is no text', Object.assign(new Error('a'), { code: 7 })],
	['no code', new Error('a')],
	['a text', 'ECONNREFUSED'],
	['nothing', null],
	['a cause that is nothing', new Error('a', { cause: null })],
])('an error with %s is final, and shows no code', (_, error) => {
	const { message, advice, retry } = networkError(error, HOST);
	expect({ message, retry }).toEqual({ message: `${HOST} could not be asked`, retry: 'never' });
	expect(advice).toMatch(/certificates and the edge URL of the credential\.$/);
});

test('an answer that is no HTTP goes by the name of its error, and may pass', () => {
	const error = Object.assign(new Error('Parse error'), { name: 'HTTPParserError' });
	expect(networkError(new Error('outer', { cause: error }), HOST)).toMatchObject({
		message: `${HOST} sent something that is no HTTP answer`,
		advice: expect.stringMatching(/is not known.* \(HTTPParserError\)$/s) as string,
		retry: 'afterPause',
	});
});

test.each([
	[
		'Proxy response (403) !== 200 when HTTP Tunneling',
		`The proxy did not let the connection to ${HOST} through`,
	],
	['No Proxy response', `${HOST} could not be asked`],
])('the words %j of an error say whether a proxy is in the way', (words, message) => {
	const error = networkError(new Error(words), HOST);
	expect(error.message).toBe(message);
	expectSentences(error);
	expect(networkError({ message: words }, HOST).message).toBe(`${HOST} could not be asked`);
});
