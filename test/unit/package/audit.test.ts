import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const SCRIPT = path.resolve('test/publish/audit.mjs');

interface Audit {
	readonly code: number | string | null | undefined;
	readonly printed: string;
	/** The packages that the registry was asked about. */
	readonly asked: readonly string[];
}

/** Audits against a registry that answers the question in this way; without one, no registry is there. */
async function audit(answer?: { readonly status: number; readonly advisories: object }): Promise<Audit> {
	const asked = new Set<string>();
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			if (request.method !== 'POST') {
				// npm asks what else depends on it, and goes on without.
				response.writeHead(404).end();
				return;
			}
			for (const name of Object.keys(JSON.parse(body) as object)) asked.add(name);
			response.statusCode = answer?.status ?? 500;
			response.end(JSON.stringify(answer?.advisories ?? {}));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	// npm keeps what it has once heard of an advisory.
	const cache = mkdtempSync(path.join(os.tmpdir(), 'npm-cache-'));
	const env = {
		...process.env,
		npm_config_registry: `http://127.0.0.1:${answer === undefined ? 1 : port}`,
		npm_config_cache: cache,
		npm_config_fetch_retries: '0',
	};
	try {
		return await new Promise((resolve) => {
			execFile(process.execPath, [SCRIPT], { env }, (error, stdout, stderr) => {
				resolve({ code: error === null ? 0 : error.code, printed: stdout + stderr, asked: [...asked] });
			});
		});
	} finally {
		server.closeAllConnections();
		server.close();
		rmSync(cache, { recursive: true });
	}
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	const body = Buffer.concat(pieces);
	return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

const advisory = (severity: string) => ({
	undici: [
		{ id: 1, url: 'https://example.com/1', title: 'A hole', severity, vulnerable_versions: '<=99.0.0' },
	],
});

test('what is installed with the node is asked about, and passes where nothing is known of it', async () => {
	expect(await audit({ status: 200, advisories: {} })).toEqual({
		code: 0,
		printed: 'Audited: nothing of moderate severity or above is known of what the node depends on.\n',
		asked: ['proxy-from-env', 'undici'],
	});
});

test.each(['moderate', 'critical'])(
	'a vulnerability of %s severity fails, with its name',
	async (severity) => {
		const { code, printed } = await audit({ status: 200, advisories: advisory(severity) });
		expect(code).toBe(1);
		expect(printed).toContain(`undici: ${severity}\n  A hole (<=99.0.0): https://example.com/1\n`);
		expect(printed).toContain('Raise the lower bound in package.json past them.');
	},
);

test('one of low severity is printed, and passes', async () => {
	const { code, printed } = await audit({ status: 200, advisories: advisory('low') });
	expect(code).toBe(0);
	expect(printed).toContain('undici: low');
});

test.each([405, 501])('a registry that answers with %d has no audit, and says so', async (status) => {
	const { code, printed } = await audit({ status, advisories: {} });
	expect([code, printed]).toEqual([
		0,
		`Not audited: the registry has no audit. It answers with ${status}.\n`,
	]);
});

test.each([
	['that fails', { status: 500, advisories: {} }],
	['that is not there', undefined],
])('a registry %s is told, and no reason to fail', async (_, answer) => {
	const { code, printed } = await audit(answer);
	expect(code).toBe(0);
	expect(printed).toMatch(/^Not audited: the registry could not be asked \(.+\)\. Check the connection/);
});
