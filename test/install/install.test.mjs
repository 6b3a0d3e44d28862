import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { explainFailure, isOlder, requireFreeSpace, requireNode } from './failure.mjs';
import { ROOT } from './dependencies.mjs';

const run = promisify(execFile);

describe('installing n8n', () => {
	it('does nothing the second time', async () => {
		const { stdout, stderr } = await run(process.execPath, [path.join(ROOT, 'test', 'n8n', 'install.mjs')]);

		expect(stdout + stderr).toBe('');
	});

	it('says in one sentence that the registry cannot be reached', async () => {
		const clone = await mkdtemp(path.join(os.tmpdir(), 'clone-'));
		for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'install.mjs']) {
			await cp(path.join(ROOT, 'test', 'n8n', file), path.join(clone, 'test', 'n8n', file));
		}
		await cp(path.join(ROOT, 'test', 'install'), path.join(clone, 'test', 'install'), { recursive: true });

		const failed = await run(process.execPath, [path.join(clone, 'test', 'n8n', 'install.mjs')], {
			env: {
				...process.env,
				npm_config_registry: 'http://127.0.0.1:1',
				npm_config_fetch_retries: '0',
				npm_config_cache: path.join(clone, 'npm-cache'),
			},
		}).catch((error) => error);
		const log = await readFile(path.join(clone, '.cache', 'install-n8n.log'), 'utf8');
		await rm(clone, { recursive: true });

		expect(failed.code).toBe(1);
		expect(failed.stderr.trim().split('\n')).toHaveLength(1);
		// The log tells why, where it is another reason.
		const isRightReason = failed.stderr.includes('Check the connection to the npm registry');
		expect([isRightReason, log]).toEqual([true, log]);
	});
});

describe('what is checked before a download begins', () => {
	it('says how much disk is missing', () => {
		expect(() => requireFreeSpace(ROOT, 1e9)).toThrow(/needs 1000000000 GB of free disk, and .* has .* GB/);
		expect(() => requireFreeSpace(ROOT, 0.000001)).not.toThrow();
	});

	it('lets a Node.js pass that the package allows', () => {
		expect(() => requireNode(path.join(ROOT, 'package.json'))).not.toThrow();
	});

	it.each([
		['20.18.3', '20.19', true],
		['20.19.0', '20.19', false],
		['20.20.2', '20.19', false],
		['24.0.0', '20.19', false],
		['9.9.9', '10.0.0', true],
		['24.0.0', '24.0.0', false],
	])('knows whether %s is older than %s', (version, than, expected) => {
		expect(isOlder(version, than)).toBe(expected);
	});
});

describe('a failed install', () => {
	it.each([
		['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /disk is full/],
		['npm error code EINTEGRITY\nnpm error sha512-abc integrity checksum failed', /arrived broken/],
		['[ERR_PNPM_TARBALL_INTEGRITY]  Got unexpected checksum', /arrived broken/],
		[
			'prebuild-install warn getaddrinfo ENOTFOUND\ngyp ERR! stack Error: not found: make',
			/apt-get install python3 make g\+\+/,
		],
		['gyp ERR! find Python Python is not set from command line', /compiler is missing/],
		['npm error code EAI_AGAIN\nnpm error request to failed', /did not get through/],
		['npm error code EACCES\nnpm error syscall mkdir', /may not be written/],
		['something nobody has seen before', /the reason is in its output/],
	])('is explained in one sentence: %j', (output, expected) => {
		const sentence = explainFailure('Installing n8n', output, 'install.log');

		expect(sentence).toMatch(expected);
		expect(sentence).toMatch(/^Installing n8n failed: .* Its output is in install\.log\.$/);
	});
});
