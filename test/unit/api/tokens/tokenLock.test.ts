import { existsSync } from 'node:fs';
import {
	chmod,
	chown,
	lstat,
	mkdir,
	mkdtemp,
	readdir,
	rm,
	symlink,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import * as virtualClock from '../../../clock/virtualClock';
import { withLock } from '../../../../nodes/AdobeTarget/api/tokens/tokenLock';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

/** The folder for temporary files, another one for each test. */
let temporary = '';
jest.mock('node:os', () => ({
	...jest.requireActual<object>('node:os'),
	tmpdir: () => temporary,
}));
const { tmpdir } = jest.requireActual<{ tmpdir: () => string }>('node:os');

const { clock } = virtualClock;

const NAME = 'abc123';
const own = () => join(temporary, `n8n-nodes-adobe-target-${String(process.getuid?.())}`);
const lock = () => join(own(), `${NAME}.lock`);

beforeEach(async () => {
	temporary = await mkdtemp(join(tmpdir(), 'token-lock-'));
});

afterEach(async () => {
	jest.restoreAllMocks();
	await rm(temporary, { recursive: true, force: true });
});

/** How long it takes to do something under the lock, in virtual time; it is done in any case. */
async function timeUnderLock(signal?: AbortSignal): Promise<number> {
	const began = clock.now();
	expect(await withLock(NAME, signal, () => Promise.resolve('done'))).toBe('done');
	return clock.now() - began;
}

/** Makes a lock that somebody else holds, or has left behind so long ago. */
async function leftBehind(ageMs: number): Promise<void> {
	await mkdir(lock(), { recursive: true });
	await chmod(own(), 0o700);
	await dated(ageMs);
}

async function dated(ageMs: number): Promise<void> {
	const made = new Date(clock.today() - ageMs);
	await utimes(lock(), made, made);
}

test('what is done under a lock is done by one after the other', async () => {
	let inside = 0;
	let most = 0;
	const results = await Promise.all(
		Array.from({ length: 5 }, (_, number) =>
			withLock(NAME, undefined, async () => {
				most = Math.max(most, ++inside);
				await clock.sleep(1_000);
				inside--;
				return number;
			}),
		),
	);
	expect(most).toBe(1);
	expect(results).toEqual([0, 1, 2, 3, 4]);
	expect(await readdir(own())).toEqual([]);
});

test('locks of different names don’t wait for each other', async () => {
	const both = withLock(NAME, undefined, () => withLock('other', undefined, () => Promise.resolve('both')));
	expect(await both).toBe('both');
});

test('a lock is given back when the work under it fails', async () => {
	await expect(withLock(NAME, undefined, () => Promise.reject(new Error('failed')))).rejects.toThrow(
		'failed',
	);
	expect(existsSync(lock())).toBe(false);
});

test('a lock whose holder has died is taken over half a minute after its last sign of life, and not before', async () => {
	await leftBehind(0);
	const took = await timeUnderLock();
	expect(took).toBeGreaterThan(30_000);
	expect(took).toBeLessThan(31_000);
	expect(existsSync(lock())).toBe(false);

	await leftBehind(3_600_000);
	expect(await timeUnderLock()).toBeLessThan(1_000);
});

test('a lock with a date in the future is taken over too', async () => {
	await leftBehind(-86_400_000);
	const took = await timeUnderLock();
	expect(took).toBeGreaterThan(30_000);
	expect(took).toBeLessThan(31_000);
	expect(existsSync(lock())).toBe(false);
});

test('a lock that is held for long stays fresh, and is not taken over; who waits goes without in the end', async () => {
	let isHeld = true;
	const holding = withLock(NAME, undefined, async () => {
		await clock.sleep(300_000);
		isHeld = false;
	});
	await clock.sleep(100_000);
	const took = await timeUnderLock();
	expect(isHeld).toBe(true);
	expect(took).toBeGreaterThanOrEqual(40_000);
	expect(took).toBeLessThan(60_000);
	expect(clock.today() - (await lstat(lock())).mtimeMs).toBeLessThanOrEqual(11_000);
	await holding;
	expect(existsSync(lock())).toBe(false);
});

const ODD_FOLDERS: ReadonlyArray<readonly [what: string, make: () => Promise<void>]> = [
	[
		'a link to a folder',
		async () => {
			await mkdir(join(temporary, 'else'));
			await symlink(join(temporary, 'else'), own());
		},
	],
	['a link that leads nowhere', () => symlink(join(temporary, 'nowhere'), own())],
	['a file', () => writeFile(own(), '')],
	[
		'a folder that others may write into',
		async () => {
			await mkdir(own());
			await chmod(own(), 0o777);
		},
	],
	['missing, as there is no folder for temporary files', () => rm(temporary, { recursive: true })],
	[
		'missing, as the folder for temporary files is a file',
		async () => {
			await rm(temporary, { recursive: true });
			await writeFile(temporary, '');
		},
	],
];

test.each(ODD_FOLDERS)(
	'where the folder of locks is %s, the work is done at once without',
	async (_, make) => {
		await make();
		expect(await timeUnderLock()).toBe(0);
	},
);

/** Only root can give a folder to somebody else. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot(
	'where the folder of locks is another user’s in a sticky one, the work is done at once without',
	async () => {
		await chmod(temporary, 0o1777);
		await mkdir(join(own(), `${NAME}.lock`), { recursive: true });
		await chmod(own(), 0o700);
		await chown(own(), 12_345, 12_345);
		expect(await timeUnderLock()).toBe(0);
	},
);

const ODD_LOCKS: ReadonlyArray<readonly [what: string, make: () => Promise<void>]> = [
	[
		'not empty',
		async () => {
			await mkdir(join(lock(), 'file'), { recursive: true });
		},
	],
	['a file', () => writeFile(lock(), '')],
	['a link', () => symlink(temporary, lock())],
	['a link that leads nowhere', () => symlink(join(temporary, 'nowhere'), lock())],
];

describe.each([
	['old', 3_600_000],
	['new', 0],
	['in the future', -86_400_000],
])('a lock dated %s', (_, ageMs) => {
	test.each(ODD_LOCKS)('that is %s is waited for less than a minute', async (__, make) => {
		await mkdir(own(), { mode: 0o700 });
		await make();
		await dated(ageMs).catch(() => undefined);
		expect(await timeUnderLock()).toBeLessThan(60_000);
	});
});

test('stopping ends the wait for a lock', async () => {
	await leftBehind(0);
	const stop = new AbortController();
	const waiting = withLock(NAME, stop.signal, () => Promise.resolve('done'));
	await clock.sleep(5_000);
	stop.abort(new Error('stopped'));
	await expect(waiting).rejects.toThrow('stopped');
	expect(existsSync(lock())).toBe(true);
});

test('where users have no numbers, as on Windows, the folder of locks is named without one', async () => {
	const getuid = Object.getOwnPropertyDescriptor(process, 'getuid');
	Object.defineProperty(process, 'getuid', { value: undefined, configurable: true });
	try {
		await withLock(NAME, undefined, async () => {
			expect(await readdir(join(temporary, 'n8n-nodes-adobe-target'))).toEqual([`${NAME}.lock`]);
		});
	} finally {
		if (getuid !== undefined) Object.defineProperty(process, 'getuid', getuid);
	}
});

test('only we can look into the folder of locks', async () => {
	await timeUnderLock();
	expect((await lstat(own())).mode & 0o777).toBe(0o700);
});
