import { lstat, mkdir, rmdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { clock } from '../clock';

/** Whoever holds a lock says so this often that he is still there. */
const FRESHENED_EVERY_MS = 10_000;

/** Whoever has not done so for that long has died with it. */
const STALE_MS = 30_000;

/** A lock that is held is waited for up to here. It is enough for one that is left behind to become stale. */
const LONGEST_WAIT_MS = 40_000;

const NEXT_TRY_MS = 100;

/**
 * Does something that only one process of this machine may do at a time. The lock is a folder, as making one either
 * works or not. Where it can't be had (a read-only disk, a folder of somebody else, a lock that nobody gives back in
 * time), it goes without.
 *
 * @param name of letters and digits
 * @throws the signal's reason, where it is aborted while the lock is waited for; what the work throws
 */
export async function withLock<Result>(
	name: string,
	signal: AbortSignal | undefined,
	work: () => Promise<Result>,
): Promise<Result> {
	const giveBack = await take(name, signal);
	try {
		return await work();
	} finally {
		await giveBack?.();
	}
}

/** @returns what gives the lock back; undefined where none can be had */
async function take(
	name: string,
	signal: AbortSignal | undefined,
): Promise<(() => Promise<void>) | undefined> {
	const home = await ownFolder();
	if (home === undefined) return undefined;
	const lock = join(home, `${name}.lock`);
	const began = clock.now();
	// A lock's date may be wrong, so it is stale too when it was seen not to change for long.
	let seen = { changed: NaN, since: began };
	while (clock.now() - began < LONGEST_WAIT_MS) {
		signal?.throwIfAborted();
		const failure = await failureOf(mkdir(lock));
		if (failure === undefined) return keptFresh(lock);
		if (failure !== 'EEXIST') return undefined;
		const changed = await lstat(lock).then(
			({ mtimeMs }) => mtimeMs,
			() => NaN,
		);
		if (changed !== seen.changed) seen = { changed, since: clock.now() };
		const isStale = clock.today() - changed > STALE_MS || clock.now() - seen.since > STALE_MS;
		if (isStale && (await failureOf(rmdir(lock))) !== undefined) return undefined;
		await clock.sleep(NEXT_TRY_MS, signal);
	}
	return undefined;
}

/**
 * A folder for locks that nobody else can write into: of our own user, in the machine's folder for temporary files.
 * Windows knows no such users; there the folder for temporary files is each user's own.
 *
 * @returns undefined where there is none, and none can be made
 */
async function ownFolder(): Promise<string | undefined> {
	const user = process.getuid?.();
	const folder = join(tmpdir(), `n8n-nodes-adobe-target${user === undefined ? '' : `-${user}`}`);
	const failure = await failureOf(mkdir(folder, { mode: 0o700 }));
	if (failure !== undefined && failure !== 'EEXIST') return undefined;
	try {
		// A link is none, wherever it leads.
		const found = await lstat(folder);
		const isOurs = user === undefined || (found.uid === user && (found.mode & 0o022) === 0);
		return found.isDirectory() && isOurs ? folder : undefined;
	} catch {
		return undefined;
	}
}

/** Says again and again that the lock is held. @returns what ends that, and gives the lock back */
function keptFresh(lock: string): () => Promise<void> {
	let callOff: () => void;
	const freshen = () => {
		const now = new Date(clock.today());
		void utimes(lock, now, now).catch(() => undefined);
		callOff = clock.after(FRESHENED_EVERY_MS, freshen);
	};
	freshen();
	return async () => {
		callOff();
		await failureOf(rmdir(lock));
	};
}

/** @returns undefined where it has worked, the code of the error where it has not */
async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
	try {
		await work;
		return undefined;
	} catch (error) {
		const hasCode = typeof error === 'object' && error !== null && 'code' in error;
		return hasCode ? String(error.code) : 'unknown';
	}
}
