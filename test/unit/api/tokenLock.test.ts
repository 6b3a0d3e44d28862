import { existsSync } from 'node:fs';
import { mkdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as virtualClock from '../../clock/virtualClock';
import { withLock } from '../../../nodes/AdobeTarget/api/tokenLock';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

/** Locks of this run alone. */
const NAME = `test-${process.pid}`;
const folder = join(tmpdir(), `n8n-nodes-adobe-target-${NAME}.lock`);

afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

test('what is done under a lock is done by one after the other', async () => {
	let inside = 0;
	let most = 0;
	const results = await Promise.all(
		Array.from({ length: 5 }, (_, number) =>
			withLock(NAME, async () => {
				most = Math.max(most, ++inside);
				await clock.sleep(100);
				inside--;
				return number;
			}),
		),
	);
	expect(most).toBe(1);
	expect(results).toEqual([0, 1, 2, 3, 4]);
	expect(existsSync(folder)).toBe(false);
});

test('locks of different names don’t wait for each other', async () => {
	const both = withLock(NAME, () => withLock(`${NAME}-other`, () => Promise.resolve('both')));
	expect(await both).toBe('both');
});

test('a lock is given back when the work under it fails', async () => {
	await expect(withLock(NAME, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
	expect(existsSync(folder)).toBe(false);
});

test('a lock whose holder has died is taken over after half a minute, and not before', async () => {
	await mkdir(folder);
	const made = new Date(clock.today());
	await utimes(folder, made, made);
	const began = clock.now();
	await withLock(NAME, () => Promise.resolve());
	expect(clock.now() - began).toBeGreaterThanOrEqual(29_000);
	expect(clock.now() - began).toBeLessThan(31_000);
	expect(existsSync(folder)).toBe(false);
});

test('where no lock can be made, the work is done without', async () => {
	expect(await withLock('missing/folder', () => Promise.resolve('done'))).toBe('done');
});
