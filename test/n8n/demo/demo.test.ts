import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WEBHOOK } from '../examples/examples';
import { freePort } from '../server/freePort';
import { startEmptyN8n } from '../server/n8nWithNode';
import { OWNER } from '../server/rest';

const DEMO = path.join(__dirname, '..', 'demo.mjs');
const FOLDERS = path.join(__dirname, '..', '..', '..', '.cache', 'n8n-demo');

/** The login is for an n8n that is there already. */
const ENVIRONMENT = { ...process.env, N8N_DEMO_EMAIL: OWNER.email, N8N_DEMO_PASSWORD: OWNER.password };

const ports: number[] = [];

afterAll(async () => {
	for (const port of ports) await rm(path.join(FOLDERS, String(port)), { recursive: true, force: true });
});

describe('npm run demo -- --n8n', () => {
	it('runs in an n8n that is there already, and takes away what it made', async () => {
		const n8n = await startEmptyN8n();
		try {
			const { code, stdout, stderr } = await endOf(
				start('--once', '--n8n', `${n8n.server.url}/`, '--files', path.join(n8n.folder, 'files')),
			);

			expect(stderr).toBe('');
			expect(stdout).toContain('Target holds, value for value, what was sent.');
			expect(code).toBe(0);
			expect(await n8n.rest.workflowNames()).toEqual([]);
			expect((await fetch(`${n8n.server.url}/webhook/${WEBHOOK.path}`, { method: 'POST' })).status).toBe(404);
		} finally {
			await n8n.stop();
		}
	});

	it('says that nothing answers at the address', async () => {
		const { code, stderr } = await endOf(start('--once', '--n8n', 'http://127.0.0.1:1'));

		expect(code).toBe(1);
		expect(stderr).toBe('No n8n answers at http://127.0.0.1:1. Start it, or correct the address.\n');
	});

	it.each([
		[
			'the login is wrong',
			401,
			/^The n8n at \S+ does not let owner@example\.com in\. n8n answered 401 to POST /,
		],
		['the node is not there', 200, /^The n8n at \S+ has no Adobe Target node\. Install it /],
	])('says that %s', async (_, status, expected) => {
		const other = createHttpServer((request, answer) => {
			answer.writeHead(request.url === '/rest/login' ? status : 200);
			answer.end(JSON.stringify({ data: [] }));
		}).listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;

		const { code, stderr } = await endOf(start('--once', '--n8n', `http://127.0.0.1:${port}`));
		other.close();

		expect(code).toBe(1);
		expect(stderr).toMatch(expected);
	});

	it('says that it needs a login', async () => {
		const { code, stderr } = await endOf(
			spawn(process.execPath, [DEMO, '--n8n', 'http://127.0.0.1:1'], {
				stdio: ['ignore', 'pipe', 'pipe'],
				env: { ...process.env, N8N_DEMO_EMAIL: '', N8N_DEMO_PASSWORD: '' },
			}),
		);

		expect(code).toBe(1);
		expect(stderr).toContain('set N8N_DEMO_EMAIL and N8N_DEMO_PASSWORD');
	});
});

describe('npm run demo', () => {
	it('ends with 0 after one round when Target holds what was sent, and leaves nothing running', async () => {
		const port = await portForDemo();

		const { code, stdout } = await endOf(start('--once', '--port', String(port)));

		expect(stdout).toContain('12,000 of 12,000 profiles');
		expect(stdout).toContain('Target holds, value for value, what was sent.');
		expect(code).toBe(0);
		expect(await freePort(port)).toBe(port);
	});

	it('shows where to look, stays up, and ends on Ctrl-C with all that it started', async () => {
		const port = await portForDemo();
		const demo = start('--port', String(port));
		const end = endOf(demo);

		await printed(demo, 'Ctrl-C ends it');
		const editor = await fetch(`http://127.0.0.1:${port}/signin`);
		demo.kill('SIGINT');
		const { code, stdout } = await end;

		expect(editor.status).toBe(200);
		expect(stdout).toMatch(/Email +owner@example\.com/);
		expect(code).toBe(0);
		expect(await freePort(port)).toBe(port);
	});

	it('ends with all that it has started when npm is told to end while n8n starts', async () => {
		const port = await portForDemo();
		const npm = spawn('npm', ['run', 'demo', '--', '--port', String(port)], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const end = endOf(npm);

		await answers(`http://127.0.0.1:${port}/healthz`);
		npm.kill('SIGTERM');
		await end;

		// What is killed closes its port a moment later.
		while ((await freePort(port).catch(() => 0)) !== port) await delay(100);
	});

	it('says in one sentence that a port is in use', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;

		const { code, stderr } = await endOf(start('--once', '--port', String(port)));
		other.close();

		expect(code).toBe(1);
		expect(stderr.trim()).toBe(
			`Port ${port} cannot be used: another program is listening on it. Stop what uses it, or choose another.`,
		);
	});

	it('says how it is called when it does not know an option', async () => {
		const { code, stderr } = await endOf(start('--twice'));

		expect(code).toBe(1);
		expect(stderr).toContain("Unknown option '--twice'");
		expect(stderr).toContain('npm run demo -- --once');
	});
});

async function portForDemo(): Promise<number> {
	const port = await freePort();
	ports.push(port);
	return port;
}

type Demo = ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream };

function start(...options: string[]): Demo {
	return spawn(process.execPath, [DEMO, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
}

async function endOf(demo: Demo): Promise<{ code: number; stdout: string; stderr: string }> {
	let stdout = '';
	let stderr = '';
	demo.stdout.on('data', (text) => (stdout += String(text)));
	demo.stderr.on('data', (text) => (stderr += String(text)));
	const [code] = (await once(demo, 'close')) as [number];
	return { code, stdout, stderr };
}

async function printed(demo: Demo, text: string): Promise<void> {
	let stdout = '';
	await new Promise<void>((resolve, reject) => {
		demo.stdout.on('data', (more) => {
			stdout += String(more);
			if (stdout.includes(text)) resolve();
		});
		demo.once('close', () => {
			reject(new Error(`The demo ended before it printed "${text}":\n${stdout}`));
		});
	});
}

/** Waits until a server listens there. */
async function answers(url: string): Promise<void> {
	while (!(await fetch(url).catch(() => undefined))) await delay(100);
}
