import { inspect } from 'node:util';

import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { credentialFor, emulatorPerTest } from '../emulatedRun';

const emulator = emulatorPerTest();

const TOKEN = 'sample-pasted-token';

function credential(others: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return { ...credentialFor(emulator(), TOKEN), allowInHttpRequest: true, ...others };
}

/** A request as n8n's HTTP Request node gives it (`uri`), or its newer helpers (`url`). */
async function sign(
	request: Readonly<Record<string, unknown>>,
	data = credential(),
): Promise<IHttpRequestOptions & Readonly<Record<string, unknown>>> {
	const given: object = { headers: { accept: 'text/plain' }, ...request };
	return { ...(await new AdobeTargetApi().authenticate(data, given as IHttpRequestOptions)) };
}

const own = () => `${emulator().url}/rest/v1/profiles/x?client=y`;

test.each(['url', 'uri'])('the token is added for the credential’s own edge, given as %s', async (name) => {
	const { headers } = await sign({ [name]: own() });
	expect(headers).toEqual({ accept: 'text/plain', authorization: `Bearer ${TOKEN}` });
});

test.each([false, undefined, 'true', 1, 'false', null])(
	'a credential whose owner has not allowed it (%p) signs nothing and says what would',
	async (allowed) => {
		const data = { ...credential(), ...{ allowInHttpRequest: allowed } } as ICredentialDataDecryptedObject;
		const error: unknown = await sign({ uri: own() }, data).catch((caught: unknown) => caught);
		expect(error).toMatchObject({ message: 'This credential is not allowed in other nodes' });
		expect(inspect(error, { depth: null, showHidden: true })).not.toContain(TOKEN);
	},
);

test('an Authorization header of the request’s own gives way to the token, however it is written', async () => {
	const { headers } = await sign({
		uri: own(),
		headers: { Authorization: 'Bearer mine', AUTHORIZATION: 'x' },
	});
	expect(headers).toEqual({ authorization: `Bearer ${TOKEN}` });
});

test('a signed request follows no redirect, in the words of all of n8n’s helpers', async () => {
	expect(
		await sign({ uri: own(), followRedirect: true, followAllRedirects: true, maxRedirects: 21 }),
	).toMatchObject({
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
		disableFollowRedirect: true,
	});
});

test.each([
	'https://evil.example.com/',
	'http://demo.tt.omtrdc.net/',
	'https://demo.tt.omtrdc.net.evil.example.com/',
	'https://evilomtrdc.net/',
	'https://demo.tt.omtrdc.net:8443/',
	'http://127.0.0.1:1/',
])('a request to %s goes as it is, without the token', async (uri) => {
	expect(await sign({ uri })).toEqual({ uri, headers: { accept: 'text/plain' } });
});

describe('a request that could take the token elsewhere is an error, and has no token', () => {
	const ambiguous = /can be read in more than one way/;
	const cases: ReadonlyArray<readonly [string, (url: string) => Readonly<Record<string, unknown>>, RegExp]> =
		[
			['no address at all', () => ({}), ambiguous],
			['no address in words', () => ({ uri: 'not an address' }), ambiguous],
			['an address without its scheme', () => ({ uri: '//demo.tt.omtrdc.net/x' }), ambiguous],
			['two addresses that differ', (url) => ({ url, uri: 'https://evil.example.com/' }), ambiguous],
			[
				'two addresses that differ, the other way round',
				(url) => ({ uri: url, url: 'https://evil.example.com/' }),
				ambiguous,
			],
			['a base URL', (url) => ({ url, baseURL: 'https://evil.example.com' }), ambiguous],
			['a base URL with a path below it', (url) => ({ url: '/x', baseURL: new URL(url).origin }), ambiguous],
			['an address object', (url) => ({ uri: new URL(url) }), ambiguous],
			['a user in the address', () => ({ uri: 'https://a@demo.tt.omtrdc.net/' }), ambiguous],
			[
				'a backslash before the host’s end',
				() => ({ uri: 'https://demo.tt.omtrdc.net\\@evil.example.com/' }),
				ambiguous,
			],
			['a backslash in the path', (url) => ({ uri: url.replace('/rest', '\\rest') }), ambiguous],
			['a line end in the host', () => ({ uri: 'https://demo.tt.omtr\ndc.net/' }), ambiguous],
			['white space before it', (url) => ({ uri: ` ${url}` }), ambiguous],
			['a port that the parser drops', () => ({ uri: 'https://demo.tt.omtrdc.net:443/' }), ambiguous],
			[
				'a proxy by address',
				(url) => ({ uri: url, proxy: 'http://evil.example.com:3128' }),
				/a proxy of its own/,
			],
			[
				'a proxy by host',
				(url) => ({ url, proxy: { host: 'evil.example.com', port: 1 } }),
				/a proxy of its own/,
			],
			['an agent', (url) => ({ url, httpsAgent: {} }), /a proxy of its own/],
			[
				'lax certificates, older helper',
				(url) => ({ uri: url, rejectUnauthorized: false }),
				/"Ignore SSL Issues" on/,
			],
			[
				'lax certificates, newer helper',
				(url) => ({ url, skipSslCertificateValidation: true }),
				/"Ignore SSL Issues" on/,
			],
			[
				'an authority',
				(url) => ({ uri: url, agentOptions: { ca: 'PEM' } }),
				/a certificate authority of its own/,
			],
			[
				'a lax agent',
				(url) => ({ uri: url, agentOptions: { rejectUnauthorized: false } }),
				/a certificate authority/,
			],
			[
				'a host for the certificate',
				(url) => ({ uri: url, agentOptions: { servername: 'x' } }),
				/a certificate authority/,
			],
			[
				'a Host header',
				(url) => ({ uri: url, headers: { HOST: 'evil.example.com' } }),
				/a Host header of its own/,
			],
		];

	test.each(cases)('%s', async (_, request, message) => {
		const error: unknown = await sign(request(own())).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(Error);
		expect(String(error)).toMatch(message);
		expect(inspect(error, { depth: null, showHidden: true })).not.toContain(TOKEN);
	});
});

test('a client certificate is no way of its own', async () => {
	const { headers } = await sign({ uri: own(), agentOptions: { cert: 'PEM', key: 'PEM', passphrase: 'x' } });
	expect(headers?.authorization).toBe(`Bearer ${TOKEN}`);
});

test('the Allowed HTTP Request Domains of the credential are kept, but for its own edge', async () => {
	const data = credential({ allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' });
	expect((await sign({ uri: own() }, data)).headers?.authorization).toBe(`Bearer ${TOKEN}`);
	await expect(sign({ uri: 'https://demo.tt.omtrdc.net/x' }, data)).rejects.toThrow(
		'The credential does not let requests go to demo.tt.omtrdc.net',
	);
});

test('where its Allowed HTTP Request Domains are none, the credential signs nothing, whichever node asks', async () => {
	const data = credential({ allowedHttpRequestDomains: 'none' });
	await expect(sign({ uri: own() }, data)).rejects.toThrow('This credential is not allowed in other nodes');
});

describe('a server on this machine', () => {
	afterEach(() => {
		delete process.env.HTTP_PROXY;
		delete process.env.NO_PROXY;
	});

	test('is sent no token by way of a proxy of n8n’s environment, which would see it', async () => {
		process.env.HTTP_PROXY = 'http://proxy.example.com:3128';
		const error: unknown = await sign({ uri: own() }).catch((caught: unknown) => caught);
		expect(String(error)).toContain('by way of a proxy, which would see the secrets of the credential');
		expect(inspect(error, { depth: null, showHidden: true })).not.toContain(TOKEN);
		process.env.NO_PROXY = '127.0.0.1';
		expect((await sign({ uri: own() })).headers?.authorization).toBe(`Bearer ${TOKEN}`);
	});
});

describe('the path of an edge behind a gateway is the beginning of what may have the token', () => {
	const at = async (path: string) => {
		const data = credential({ edgeUrl: `${emulator().url}/target` });
		return (await sign({ uri: `${emulator().url}${path}` }, data)).headers?.authorization;
	};

	test.each(['/target', '/target/', '/target/rest/v1/profiles/x?client=y', '/target?x=..%2f'])(
		'%s has it',
		async (path) => {
			expect(await at(path)).toBe(`Bearer ${TOKEN}`);
		},
	);

	test.each([
		'/',
		'/targets',
		'/other/target/x',
		'/target/../admin',
		'/target/%2e%2e/admin',
		'/target/..%2fadmin',
		'/target/%252e%252e/admin',
		'/target/..%5cadmin',
		// Some servers drop what stands behind the semicolon, and then take the step.
		'/target/..;/admin',
		'/target/x/..;a=b/..;/admin',
		'/target/..%3b/admin',
		'/target/.;/x',
		'/TARGET/x',
	])('%s has it not', async (path) => {
		expect(await at(path)).toBeUndefined();
	});
});

test('a request goes as it is where the credential has no token', async () => {
	const data = { ...credentialFor(emulator()), allowInHttpRequest: true };
	expect(await sign({ uri: own() }, data)).toEqual({ uri: own(), headers: { accept: 'text/plain' } });
});
