import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { resolveProxyUrl } from '@n8n/backend-network/proxy';

import { createTransport } from '../../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import { checkN8nsWay, proxyFor } from '../../../../../nodes/AdobeTarget/api/http/connecting/proxy';
import type { TargetAnswer } from '../../../../../nodes/AdobeTarget/api/http/transport';
import { errorOf } from '../../answering';
import { makeKeyPair, trustAnyCertificate } from '../keyPair';
import type { KeyPair } from '../keyPair';
import { answerOf, rawServerPerTest, readRequests } from '../rawServer';
import type { RawServer } from '../rawServer';

trustAnyCertificate();

const before = { ...process.env };

beforeEach(withoutProxies);

afterEach(() => {
	withoutProxies();
	Object.assign(process.env, before);
});

function withoutProxies(): void {
	const names = Object.keys(process.env).filter((name) => /proxy/i.test(name));
	for (const name of names) Reflect.deleteProperty(process.env, name);
}

const P = 'http://proxy.example.com:3128';
const OTHER = 'http://other.example.com:3128';
const TARGET = 'https://democlient.tt.omtrdc.net';

const CHOICES: ReadonlyArray<
	readonly [env: Readonly<Record<string, string>>, origin: string, proxy: string | undefined]
> = [
	[{}, TARGET, undefined],
	[{ HTTPS_PROXY: P }, TARGET, P],
	[{ https_proxy: P }, TARGET, P],
	[{ https_proxy: P, HTTPS_PROXY: OTHER }, TARGET, P],
	[{ https_proxy: '', HTTPS_PROXY: P }, TARGET, P],
	[{ HTTP_PROXY: P }, TARGET, undefined],
	[{ http_proxy: P }, TARGET, undefined],
	[{ ALL_PROXY: P }, TARGET, P],
	[{ all_proxy: P }, TARGET, P],
	[{ HTTP_PROXY: OTHER, ALL_PROXY: P }, TARGET, P],
	[{ HTTPS_PROXY: P, ALL_PROXY: OTHER }, TARGET, P],
	[{ npm_config_https_proxy: P, HTTPS_PROXY: OTHER }, TARGET, P],
	[{ npm_config_proxy: P, ALL_PROXY: OTHER }, TARGET, P],
	[{ npm_config_proxy: OTHER, HTTPS_PROXY: P }, TARGET, P],
	[{ HTTPS_PROXY: 'proxy.example.com:3128' }, TARGET, 'https://proxy.example.com:3128'],
	[{ HTTPS_PROXY: P, NO_PROXY: '*' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: 'democlient.tt.omtrdc.net' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, no_proxy: '.omtrdc.net' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: '*.omtrdc.net' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: 'omtrdc.net' }, TARGET, P],
	[{ HTTPS_PROXY: P, NO_PROXY: 'a.example.com, DemoClient.tt.omtrdc.net' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: 'a.example.com .omtrdc.net' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: '.omtrdc.net:443' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: '.omtrdc.net:8443' }, TARGET, P],
	[{ HTTPS_PROXY: P, NO_PROXY: '.omtrdc.net', no_proxy: '.example.com' }, TARGET, P],
	[{ HTTPS_PROXY: P, npm_config_no_proxy: '.omtrdc.net', NO_PROXY: '.example.com' }, TARGET, undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: '10.0.0.1' }, 'https://10.0.0.1:8443', undefined],
	[{ HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8' }, 'https://10.0.0.1:8443', P],
	[{ HTTPS_PROXY: P }, 'https://[2001:db8::1]:8443', P],
	[{ HTTPS_PROXY: P, NO_PROXY: '[2001:db8::1]' }, 'https://[2001:db8::1]:8443', undefined],
	[
		{ HTTPS_PROXY: 'http://user:pass%40word@proxy.example.com' },
		TARGET,
		'http://user:pass%40word@proxy.example.com',
	],
];

test.each(CHOICES)('with %j, %s is asked by way of %s, as n8n does', (env, origin, proxy) => {
	Object.assign(process.env, env);
	expect(proxyFor(origin)).toBe(proxy);
	expect(resolveProxyUrl(origin)).toBe(proxy);
});

test.each(['http://localhost:8080', 'http://127.0.0.1:8080', 'https://localhost', 'https://[::1]:8443'])(
	'%s is this machine, and asked without a proxy whatever n8n does, as the token would go to it',
	(origin) => {
		Object.assign(process.env, { HTTP_PROXY: P, HTTPS_PROXY: P, ALL_PROXY: P });
		expect(proxyFor(origin)).toBeUndefined();
	},
);

describe('what n8n is to ask in our place', () => {
	const check = (address: string) => () => {
		checkN8nsWay(new URL(address));
	};

	test.each(['http://localhost:8080', 'http://127.0.0.1:8080/x', 'https://[::1]:8443'])(
		'is not %s by way of a proxy, which would see the token',
		(address) => {
			Object.assign(process.env, { HTTP_PROXY: P, HTTPS_PROXY: P });
			expect(check(address)).toThrow(
				`n8n would ask ${new URL(address).host} by way of a proxy, which would see the secrets of the credential`,
			);
			process.env.NO_PROXY = 'localhost,127.0.0.1,[::1],::1';
			expect(check(address)).not.toThrow();
		},
	);

	test.each([TARGET, 'https://localhost.example.com'])('may be %s by way of a proxy', (address) => {
		process.env.HTTPS_PROXY = P;
		expect(check(address)).not.toThrow();
	});

	test('may be a server on this machine where there is no proxy for it', () => {
		expect(check('http://localhost:8080')).not.toThrow();
		process.env.HTTPS_PROXY = P;
		expect(check('http://localhost:8080')).not.toThrow();
	});
});

describe('a proxy', () => {
	let keys: KeyPair;
	beforeAll(async () => {
		keys = await makeKeyPair();
	});

	const serve = rawServerPerTest();

	/** A proxy that does as a test says when it is asked for a tunnel. */
	async function startProxy(
		answer: (socket: Socket, head: string) => void,
		tls = false,
	): Promise<{ url: string; asked: string[]; sockets: readonly Socket[] }> {
		const asked: string[] = [];
		const { url, sockets } = await serve(
			(socket) => {
				socket.once('data', (chunk: Buffer) => {
					const head = chunk.toString('latin1');
					asked.push(head);
					answer(socket, head);
				});
			},
			tls ? keys : undefined,
		);
		return { url, asked, sockets };
	}

	/** Leads every tunnel to one server. */
	const leadingTo = (server: RawServer) => (socket: Socket) => {
		const onward = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(onward).pipe(socket);
		});
		onward.on('error', () => socket.destroy());
		socket.on('close', () => onward.destroy());
	};

	const startTarget = () =>
		serve((socket) => {
			const { heads } = readRequests(socket, { onWhole: (index) => socket.write(answerOf(heads[index])) });
		}, keys);

	async function send(lanes = new Lanes(), timeoutMs = 10_000, signal?: AbortSignal): Promise<TargetAnswer> {
		const way = createTransport({ connections: 1, timeoutMs }, lanes);
		const headers = { authorization: 'Bearer sample-token' };
		try {
			return await way.send({ method: 'GET', url: `${TARGET}/a?b`, headers, signal });
		} finally {
			await way.close();
		}
	}

	test.each([false, true])(
		'makes a tunnel, and sees nothing of what goes through it; over TLS: %s',
		async (tls) => {
			const target = await startTarget();
			const { url, asked } = await startProxy(leadingTo(target), tls);
			process.env.HTTPS_PROXY = url;
			const { text } = await send();
			expect(text).toContain('GET /a?b HTTP/1.1');
			expect(text).toContain('host: democlient.tt.omtrdc.net\r\n');
			expect(text).toContain('Bearer sample-token');
			expect(text).not.toContain('proxy-authorization');
			expect(asked).toHaveLength(1);
			expect(asked[0]).toMatch(
				/^CONNECT democlient\.tt\.omtrdc\.net:443 HTTP\/1\.1\r\nhost: democlient\.tt\.omtrdc\.net:443\r\n/,
			);
			expect(asked[0]).not.toContain('authorization');
		},
	);

	test('looks the host’s name up, and n8n’s filter does not', async () => {
		const target = await startTarget();
		process.env.HTTPS_PROXY = (await startProxy(leadingTo(target))).url;
		const lookup = jest.fn();
		const way = createTransport({ connections: 1, timeoutMs: 10_000, lookup }, new Lanes());
		expect(await way.send({ method: 'GET', url: TARGET, headers: {} })).toMatchObject({ status: 200 });
		expect(lookup).not.toHaveBeenCalled();
	});

	test('is shown the user and the password of its address', async () => {
		const target = await startTarget();
		const { url, asked } = await startProxy(leadingTo(target));
		process.env.HTTPS_PROXY = url.replace('//', '//user:pass%40word@');
		await send();
		const expected = Buffer.from('user:pass@word').toString('base64');
		expect(asked[0]).toContain(`proxy-authorization: Basic ${expected}\r\n`);
	});

	test('is asked once for many executions; without it, its tunnels are not used', async () => {
		const target = await startTarget();
		const { url, asked } = await startProxy(leadingTo(target));
		const lanes = new Lanes();
		process.env.HTTPS_PROXY = url;
		for (let sent = 0; sent < 3; sent++) await send(lanes);
		expect(asked).toHaveLength(1);
		process.env.HTTPS_PROXY = url.replace('//', '//user:word@');
		await send(lanes);
		expect(asked).toHaveLength(2);
	});

	test.each([
		[403, 'never'],
		[407, 'never'],
		[201, 'never'],
		[502, 'afterPause'],
		[504, 'afterPause'],
	])('that answers %i is named as what is in the way; it is asked again %s', async (status, retry) => {
		const { url, sockets } = await startProxy((socket) =>
			socket.write(answerOf('', `HTTP/1.1 ${status} No`)),
		);
		process.env.HTTPS_PROXY = url.replace('//', '//user:sample-password@');
		const error = await errorOf(send());
		expect(error).toMatchObject({
			message: 'The proxy did not let the connection to democlient.tt.omtrdc.net through',
			retry,
		});
		expect(error.advice).toContain(`(HTTP ${status})`);
		expect(JSON.stringify(error)).not.toContain('sample-password');
		if (sockets[0]?.closed === false) await once(sockets[0].resume(), 'close');
	});

	test.each([
		['resets the connection', (socket: Socket) => socket.resetAndDestroy()],
		['closes it', (socket: Socket) => socket.end()],
		['speaks no HTTP', (socket: Socket) => socket.end('\x15\x03\x01\x00\x02\x02\x50\r\n\r\n')],
	])('that %s is named as what can’t be reached', async (_, answer) => {
		const { url } = await startProxy(answer);
		process.env.HTTPS_PROXY = url;
		expect(await errorOf(send())).toMatchObject({
			message: 'The proxy on the way to democlient.tt.omtrdc.net can’t be reached',
			retry: 'afterPause',
		});
	});

	test('at which nobody listens is named as what can’t be reached', async () => {
		process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
		const error = await errorOf(send());
		expect(error.message).toBe('The proxy on the way to democlient.tt.omtrdc.net can’t be reached');
		expect(error.advice).toContain('(ECONNREFUSED)');
	});

	test.each(['socks5://127.0.0.1:1080', 'http://', 'http://user:%@127.0.0.1:1', 'http://127.0.0.1:99999'])(
		'such as %s can’t be used, and is not quoted',
		async (url) => {
			process.env.ALL_PROXY = url;
			const error = await errorOf(send());
			expect(error).toMatchObject({
				message: 'The proxy in n8n’s environment can’t be used',
				retry: 'never',
			});
			expect(error.advice).not.toContain('127.0.0.1');
		},
	);

	test.each([
		['says nothing', () => undefined],
		[
			'makes a tunnel to nowhere',
			(socket: Socket) => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
		],
	])('that %s is given up after the time-out, and when the execution is stopped', async (_, answer) => {
		const { url, sockets } = await startProxy(answer);
		process.env.HTTPS_PROXY = url;
		const { message } = await errorOf(send(new Lanes(), 300));
		expect(message).toBe('democlient.tt.omtrdc.net did not accept the connection in time');
		const stop = new AbortController();
		const sent = send(new Lanes(), 20_000, stop.signal);
		while (sockets.length < 2) await pause(5);
		await pause(50);
		stop.abort(new Error('stopped'));
		await expect(sent).rejects.toThrow('stopped');
		for (const socket of sockets) if (!socket.closed) await once(socket.resume(), 'close');
	});

	test('whose tunnel breaks is no different from a connection that breaks', async () => {
		const { url } = await startProxy((socket) => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.once('data', () => socket.resetAndDestroy());
		});
		process.env.HTTPS_PROXY = url;
		const { message, retry } = await errorOf(send());
		expect(message).toBe('democlient.tt.omtrdc.net cut the connection before its answer was complete');
		expect(retry).toBe('afterPause');
	});
});
