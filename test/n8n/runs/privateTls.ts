import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, isIP, type AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A host with a certificate of a private authority, in front of a server of this machine. */
export interface TlsFront {
	readonly port: number;
	/** The certificate of the authority, for NODE_EXTRA_CA_CERTS. */
	readonly authorityFile: string;
	close(): Promise<void>;
}

/**
 * Starts it, with keys that openssl makes for this one time.
 *
 * @param folder where the keys are kept
 * @param hostname or IP address that the certificate is for
 * @param target where requests are handed on to, `http://127.0.0.1:<port>`
 */
export async function startTlsFront(folder: string, hostname: string, target: string): Promise<TlsFront> {
	const file = (name: string): string => path.join(folder, name);
	const subject = (name: string): string[] => ['-subj', `/CN=${name}`];
	const newKey = ['-newkey', 'rsa:2048', '-nodes', '-keyout'];
	await run('openssl', [
		'req',
		'-x509',
		...newKey,
		file('ca.key'),
		'-out',
		file('ca.pem'),
		...subject('Sample CA'),
	]);
	await run('openssl', ['req', ...newKey, file('tls.key'), '-out', file('tls.csr'), ...subject(hostname)]);
	await writeFile(file('tls.ext'), `subjectAltName=${isIP(hostname) === 0 ? 'DNS' : 'IP'}:${hostname}\n`);
	const signing = [
		'-CA',
		file('ca.pem'),
		'-CAkey',
		file('ca.key'),
		'-CAcreateserial',
		'-extfile',
		file('tls.ext'),
	];
	await run('openssl', ['x509', '-req', '-in', file('tls.csr'), ...signing, '-out', file('tls.pem')]);

	const keys = { key: await readFile(file('tls.key')), cert: await readFile(file('tls.pem')) };
	const server = createTlsServer(keys, (request, response) => {
		const { method, url = '/', headers } = request;
		const onward = httpRequest(`${target}${url}`, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	return { port: await listen(server), authorityFile: file('ca.pem'), close: () => close(server) };
}

/** An HTTP proxy that makes tunnels (CONNECT) for those who know its password. */
export interface PasswordProxy {
	/** With user and password, for HTTPS_PROXY. */
	readonly url: string;
	/** From now on, the password in that address is a wrong one. */
	changePassword(): void;
	/** The hosts that tunnels were made to. */
	readonly tunnels: string[];
	/** Requests that were turned down for their password. */
	refused: number;
	close(): Promise<void>;
}

/** @param ports where the tunnel to each host really leads, on 127.0.0.1 */
export async function startPasswordProxy(ports: Readonly<Record<string, number>>): Promise<PasswordProxy> {
	const user = 'sample-proxy-user';
	const password = 'sample-proxy-password';
	let expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	const server = createHttpServer();
	const listening = await listen(server);
	const proxy: PasswordProxy = {
		url: `http://${user}:${password}@127.0.0.1:${listening}`,
		changePassword() {
			expected = 'another';
		},
		tunnels: [],
		refused: 0,
		close: () => close(server),
	};
	server.on('connect', (request, client, head) => {
		client.on('error', () => client.destroy());
		if (request.headers['proxy-authorization'] !== expected) {
			proxy.refused++;
			client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
			// Nobody reads it otherwise, and so nobody would see its end.
			client.resume();
			return;
		}
		proxy.tunnels.push(request.url ?? '');
		const [host = ''] = (request.url ?? '').split(':');
		const onward = connect(ports[host] ?? 0, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			onward.write(head);
			onward.pipe(client).pipe(onward);
		});
		onward.on('error', () => client.destroy());
		// Where one end is gone, nobody would read what is left of the other, nor see its end.
		onward.on('close', () => client.destroy());
		client.on('close', () => onward.destroy());
	});
	return proxy;
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
