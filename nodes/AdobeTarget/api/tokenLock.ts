import { mkdir, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { clock } from './clock';

/** Whoever holds a lock for that long has died with it. */
const STALE_MS = 30_000;
const NEXT_TRY_MS = 50;

/**
 * Does something that only one process of this machine may do at a time. The lock is a folder, as making one either
 * works or not. Where none can be made (a read-only disk), it goes without.
 *
 * @param name of letters and digits
 */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
	const folder = join(tmpdir(), `n8n-nodes-adobe-target-${name}.lock`);
	const held = await take(folder);
	try {
		return await work();
	} finally {
		if (held) await rmdir(folder).catch(() => undefined);
	}
}

/** @returns false where no lock can be made */
async function take(folder: string): Promise<boolean> {
	for (;;) {
		try {
			await mkdir(folder);
			return true;
		} catch (error) {
			if (!isTaken(error)) return false;
		}
		if (await isStale(folder)) await rmdir(folder).catch(() => undefined);
		else await clock.sleep(NEXT_TRY_MS);
	}
}

function isTaken(error: unknown): boolean {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}

async function isStale(folder: string): Promise<boolean> {
	try {
		return clock.today() - (await stat(folder)).mtimeMs > STALE_MS;
	} catch {
		return false;
	}
}
