import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A private key and the certificate to it. */
export interface KeyPair {
	readonly key: Buffer;
	readonly cert: Buffer;
}

/** Makes a certificate for 127.0.0.1 and localhost that nobody trusts. */
export async function makeKeyPair(): Promise<KeyPair> {
	const folder = await mkdtemp(join(tmpdir(), 'key-pair-'));
	try {
		const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
		const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
		const files = ['-keyout', keyFile, '-out', certFile];
		await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, ...files]);
		return { key: await readFile(keyFile), cert: await readFile(certFile) };
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** For all tests of the file, whatever certificate is trusted. */
export function trustAnyCertificate(): void {
	beforeAll(() => {
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
	});
	afterAll(() => {
		delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
	});
}
