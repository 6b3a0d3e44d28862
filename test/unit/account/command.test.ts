import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { TOKEN } from './checkedAccount';

const ROOT = resolve(__dirname, '../../..');

let emulator: Emulator;
let folder: string;

beforeEach(async () => {
	emulator = await startEmulator({ profileToken: TOKEN, identity: {} });
	folder = mkdtempSync(join(tmpdir(), 'check-account-'));
});

afterEach(async () => {
	rmSync(folder, { recursive: true });
	await emulator.close();
});

/** Runs the command as `npm run check:account` does, and types the answers to its questions. */
async function run(typed: string, args: readonly string[], environment: Record<string, string>) {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(ROOT, 'test/account/main.ts'), '--save', join(folder, 'seen.json'), ...args],
		{ cwd: ROOT, env: { PATH: process.env.PATH, TARGET_EDGE_URL: emulator.url, ...environment } },
	);
	let printed = '';
	let told = '';
	child.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));
	child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
	child.stdin.end(typed);
	const code = await new Promise((ended) => child.on('close', ended));
	return { code, printed, told };
}

const OAUTH = {
	TARGET_CLIENT_CODE: 'democlient',
	TARGET_TENANT_ID: 'demotenant',
	TARGET_CLIENT_ID: 'sample-client-id',
	TARGET_CLIENT_SECRET: 'sample-client-secret',
};

test('the command prints a report without the account in it, and creates no token', async () => {
	const environment = { ...OAUTH, TARGET_IMS_URL: emulator.url, TARGET_ADMIN_URL: emulator.url };
	const { code, printed, told } = await run('democlient\n', ['--read-only'], environment);
	expect(told).toContain('No token is made or renewed.');
	expect(code).toBe(0);
	expect(printed).toContain('| A batch without a profile token | as expected | is refused: HTTP 401, text |');
	expect(printed).not.toContain('democlient');
	expect(printed).not.toContain(new URL(emulator.url).host);
	expect(emulator.identity?.counts).toMatchObject({ signIns: 1, tokenReads: 1, tokenCreations: 0 });
	expect(emulator.counts).toMatchObject({ batches: 0, singleUpdates: 0 });
	expect(readFileSync(join(folder, 'seen.json'), 'utf8')).not.toContain('sample-client-secret');
});

test.each([
	['a profile token', () => ({ TARGET_CLIENT_CODE: 'democlient', TARGET_PROFILE_TOKEN: TOKEN })],
	['OAuth', () => ({ ...OAUTH, TARGET_IMS_URL: emulator.url, TARGET_ADMIN_URL: emulator.url })],
])('nothing is sent before the client code is typed again: %s', async (_, environment) => {
	const { code, told } = await run('another\n', ['--read-only'], environment());
	expect(code).toBe(1);
	expect(told).toContain('That is another client code. Nothing was sent.');
	expect(emulator.counts.requests).toBe(0);
});
