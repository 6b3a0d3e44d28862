import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';

import { emulatorPerTest, ON_ERROR, runFile } from '../emulatedRun';
import type { NodeRun, NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

afterEach(() => {
	jest.restoreAllMocks();
});

const CSV = 'id,tier\nc0,gold\nc1,silver\n';
const WHICH = 'It is "customers.csv", in the field "data" of item 0.';

/** How an error is told, whatever becomes of errors. */
function told(
	{ error, success, failed }: NodeRunResult,
	onError: NodeRun['onError'],
): { message: unknown; advice: unknown } {
	if (onError === 'stopWorkflow') return { message: error?.message, advice: error?.description };
	const [item] = onError === 'continueErrorOutput' ? failed : success;
	return { message: item?.json.error, advice: item?.json.message };
}

const storage = () => BinaryDataService.prototype;
/** The files of all stores are on disk, where the store asks for them in turn. */
const isDisk = (id: string) => id.startsWith('filesystem');
const fails = (error: unknown) => () => jest.spyOn(storage(), 'getAsStream').mockRejectedValue(error);

/** What S3's client throws has the words as its name, and a number beside it. */
const s3Error = (name: string, message: string) =>
	Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });

/** From the so-many-th opening on, a store does not give the file. */
function failFrom(opening: number, error: () => Error): void {
	const service = Container.get(BinaryDataService);
	const give = service.getAsStream.bind(service);
	let opened = 0;
	jest.spyOn(service, 'getAsStream').mockImplementation(async (id, chunkSize) => {
		if (!isDisk(id) && ++opened >= opening) throw error();
		return await give(id, chunkSize);
	});
}

const NOT_FOUND = 'n8n does not find the file any more';
const NOT_GIVEN = 'n8n could not give the file';

type Mode = Exclude<NodeRun['binaryMode'], undefined>;

/** What the storage may do, where it is kept, and the words for it. */
const STORAGES: ReadonlyArray<
	readonly [what: string, mode: Mode, prepare: () => unknown, message: string, advice: RegExp]
> = [
	[
		'the file is on the disk of another worker',
		'filesystem',
		() => jest.spyOn(storage(), 'getPath').mockReturnValue(path.join(__dirname, 'no-such-file')),
		NOT_FOUND,
		/N8N_DEFAULT_BINARY_DATA_MODE=database.*N8N_STORAGE_PATH.*object storage/,
	],
	[
		'n8n knows no path of it',
		'filesystem',
		() =>
			jest.spyOn(storage(), 'getPath').mockImplementation(() => {
				throw new Error('Byte store key must resolve to a location inside the storage path');
			}),
		NOT_GIVEN,
		/n8n says: Byte store key must resolve/,
	],
	[
		'n8n may not read it',
		'filesystem',
		() =>
			jest
				.spyOn(fs, 'open')
				.mockRejectedValue(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })),
		NOT_GIVEN,
		/n8n says: EACCES: permission denied\./,
	],
	['the database has it no more', 'database', fails(new Error('File not found')), NOT_FOUND, /deleted/],
	[
		'the database knows nothing of it',
		'database',
		() => jest.spyOn(storage(), 'getMetadata').mockRejectedValue(new Error('Binary data file not found')),
		NOT_FOUND,
		/deleted/,
	],
	[
		'the object storage has it no more',
		'storage',
		fails(s3Error('NoSuchKey', 'The specified key does not exist.')),
		NOT_FOUND,
		/object storage/,
	],
	[
		'the object storage says no',
		'storage',
		fails(s3Error('AccessDenied', 'Access Denied')),
		NOT_GIVEN,
		/n8n says: Access Denied\./,
	],
	[
		'this n8n has no such storage',
		'storage',
		fails(new Error('No binary data manager found for: s3')),
		NOT_GIVEN,
		/n8n says: No binary data manager found for: s3\./,
	],
	['the storage throws a text', 'storage', fails('gone'), NOT_GIVEN, /n8n says: gone\./],
	['the storage throws nothing', 'storage', fails(undefined), NOT_GIVEN, /n8n says: /],
	[
		'the storage says a whole page',
		'storage',
		fails(new Error('x'.repeat(100_000))),
		NOT_GIVEN,
		/n8n says: x{300}\. Nothing was sent\.$/,
	],
	[
		'the stream breaks off',
		'storage',
		() =>
			jest.spyOn(storage(), 'getAsStream').mockImplementation(() =>
				Promise.resolve(
					Readable.from(
						(function* () {
							yield Buffer.from('id,tier\n');
							throw new Error('socket hang up');
						})(),
					),
				),
			),
		NOT_GIVEN,
		/n8n says: socket hang up\./,
	],
];

describe.each(ON_ERROR)('%s', (onError) => {
	test.each(STORAGES)(
		'%s (%s): it is said which file, and what to do',
		async (_, mode, prepare, message, advice) => {
			prepare();
			const result = await runFile(emulator(), CSV, {}, { binaryMode: mode, onError });
			const words = told(result, onError);
			expect(words.message).toBe(message);
			expect(words.advice).toMatch(advice);
			expect(words.advice).toContain(WHICH);
			expect(words.advice).toMatch(/ Nothing was sent\.$/);
			expect(emulator().counts.connections).toBe(0);
		},
	);

	test('a file that is too large for n8n’s database is not asked for', async () => {
		jest.spyOn(storage(), 'getMetadata').mockResolvedValue({ fileSize: 300_400_000 });
		const asked = jest.spyOn(storage(), 'getAsStream').mockReturnValue(new Promise(() => undefined));
		const result = await runFile(emulator(), CSV, {}, { binaryMode: 'database', onError });
		const words = told(result, onError);
		expect(words.message).toBe('The file has 300 MB, more than n8n can take out of its database');
		expect(words.advice).toContain(WHICH);
		expect(words.advice).toMatch(/Split the file.*N8N_DEFAULT_BINARY_DATA_MODE.* Nothing was sent\.$/);
		expect(asked).not.toHaveBeenCalled();
	});
});

test('a file of 268 MB is asked for', async () => {
	jest.spyOn(storage(), 'getMetadata').mockResolvedValue({ fileSize: 268_000_000 });
	const { success } = await runFile(emulator(), CSV, {}, { binaryMode: 'database' });
	expect(success.map(({ json }) => json.rows)).toEqual([2]);
});

test('of several files, the message names the one', async () => {
	const file = (fileName: string) => ({ data: { content: Buffer.from(CSV), fileName } });
	failFrom(2, () => new Error('File not found'));
	const files = [file('a.csv'), file('b.csv')];
	const { error } = await runFile(emulator(), '', {}, { binaryMode: 'storage', files });
	expect(error?.message).toBe(`b.csv (item 1): ${NOT_FOUND}`);
	expect(error?.description).toContain('"b.csv", in the field "data" of item 1');
});

test('a file whose name n8n does not know is named by its field and item', async () => {
	const files = [{ list: { content: Buffer.from(CSV), fileName: undefined as unknown as string } }];
	fails(new Error('File not found'))();
	const { error } = await runFile(
		emulator(),
		CSV,
		{ binaryPropertyName: 'list' },
		{ binaryMode: 'storage', files },
	);
	expect(error?.description).toContain('It is the file in the field "list" of item 0.');
});

test.each([' ', ',', ' , ', '={{ "" }}'])('a name of the field that is none is refused: %j', async (name) => {
	for (const onError of ON_ERROR) {
		const result = await runFile(emulator(), CSV, { binaryPropertyName: name }, { onError });
		expect(String(told(result, onError).message)).toMatch(
			/^The parameter "Input Binary Field" is empty$|Parameter "Input Binary Field" is required/,
		);
	}
	expect(emulator().counts.connections).toBe(0);
});

describe('a file that is not there any more when it is read again', () => {
	// Two pieces: one that came whole is not asked for again.
	const ROWS = 8_000;
	const LONG = `id,text\n${Array.from({ length: ROWS }, (_, row) => `c${row},${'x'.repeat(40)}\n`).join('')}`;

	test.each<readonly [mode: Mode, message: string]>([
		['filesystem', NOT_FOUND],
		['storage', NOT_FOUND],
		['database', NOT_FOUND],
	])('%s: the run is broken off, and nothing claims more than was sent', async (mode, message) => {
		const gone = () => Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
		if (mode === 'filesystem') {
			const { open } = fs;
			let opened = 0;
			jest
				.spyOn(fs, 'open')
				.mockImplementation((...args) => (++opened > 1 ? Promise.reject(gone()) : open(...args)));
		} else {
			failFrom(2, gone);
		}
		const { error } = await runFile(emulator(), LONG, {}, { binaryMode: mode });
		expect(error?.message).toBe(`8,000 rows could not be read to be sent: ${message}`);
		expect(error?.description).toContain(WHICH);
		expect(error?.description).toMatch(/ Nothing was sent\.$/);
	});
});

describe('how often n8n’s storage is asked for a file that is read more than once', () => {
	const CHUNK_BYTES = 256 * 1024;
	const long = `id,text\n${Array.from({ length: 20_000 }, (_, row) => `c${row % 9_000},${'x'.repeat(40)}\n`).join('')}`;

	/** The storage gives each file as the database does; gives how often it was asked. */
	function givesWhole(contents: readonly string[]): () => number {
		let asked = 0;
		jest.spyOn(Container.get(BinaryDataService), 'getAsStream').mockImplementation(() => {
			const content = contents[Math.min(asked++, contents.length - 1)] ?? '';
			return Promise.resolve(Readable.from([Buffer.from(content)]));
		});
		return () => asked;
	}

	test('once for one that comes in one piece, whatever its size, and every row is sent', async () => {
		const asked = givesWhole([long]);
		const { success } = await runFile(emulator(), CSV, { output: 'summary' }, { binaryMode: 'database' });
		expect(success[0]?.json).toMatchObject({ rows: 20_000, sent: 9_000, merged: 11_000 });
		expect(asked()).toBe(1);
	});

	test('anew by each run, which gets what is there by then', async () => {
		const asked = givesWhole([CSV, 'id,tier\nc7,bronze\n']);
		for (const [id, times] of [
			['c0', 1],
			['c7', 2],
		] as const) {
			await runFile(emulator(), CSV, {}, { binaryMode: 'database' });
			expect(emulator().profile('thirdPartyId', id)).toBeDefined();
			expect(asked()).toBe(times);
		}
	});

	test('for each reading of one that comes in several pieces', async () => {
		const asked = jest.spyOn(Container.get(BinaryDataService), 'getAsStream');
		expect(long.length).toBeGreaterThan(2 * CHUNK_BYTES);
		const { error } = await runFile(emulator(), long, {}, { binaryMode: 'database' });
		expect(error).toBeUndefined();
		// The engine's own store is on disk, and is asked by the node's mode in turn.
		expect(asked.mock.calls.filter(([id]) => !isDisk(id))).toHaveLength(2);
	});
});

test('a file on disk that has changed when it is read again breaks the run off', async () => {
	let opened = 0;
	const { open } = fs;
	jest.spyOn(fs, 'open').mockImplementation(async (...args) => {
		if (++opened === 2) await fs.appendFile(args[0], 'c2,bronze\n');
		return await open(...args);
	});
	for (const onError of ON_ERROR) {
		opened = 0;
		const result = await runFile(emulator(), CSV, {}, { binaryMode: 'filesystem', onError });
		expect(String(told(result, onError).message)).toContain('The file changed while it was read');
	}
	expect(emulator().counts.rows).toBe(0);
});

describe('stopping the execution ends it while n8n’s storage does not answer', () => {
	const never = () => new Promise<never>(() => undefined);
	const silent = () => Promise.resolve(new Readable({ read: () => undefined }));

	test.each<readonly [what: string, mode: Mode, prepare: () => unknown]>([
		['the database', 'database', () => jest.spyOn(storage(), 'getAsStream').mockImplementation(never)],
		[
			'the database about a size',
			'database',
			() => jest.spyOn(storage(), 'getMetadata').mockImplementation(never),
		],
		['an object storage', 'storage', () => jest.spyOn(storage(), 'getAsStream').mockImplementation(never)],
		[
			'a stream of an object storage',
			'storage',
			() => jest.spyOn(storage(), 'getAsStream').mockImplementation(silent),
		],
		['a disk', 'filesystem', () => jest.spyOn(fs, 'open').mockImplementation(never)],
	])('%s', async (_, mode, prepare) => {
		for (const onError of ON_ERROR) {
			const asked = prepare() as jest.SpyInstance;
			asked.mockClear();
			let cancel: (() => void) | undefined;
			const run = runFile(
				emulator(),
				CSV,
				{},
				{
					binaryMode: mode,
					onError,
					onStarted: (stop) => {
						cancel = stop;
					},
				},
			);
			while (asked.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
			const stoppedAt = performance.now();
			cancel?.();
			const { saved } = await run;
			expect(saved.status).toBe('canceled');
			expect(performance.now() - stoppedAt).toBeLessThan(1_000);
		}
		expect(emulator().counts.connections).toBe(0);
	});

	test('and a stream that is opened too late is closed', async () => {
		let give: ((file: Readable) => void) | undefined;
		const asked = jest.spyOn(storage(), 'getAsStream').mockImplementation(
			() =>
				new Promise((resolve) => {
					give = resolve;
				}),
		);
		let cancel: (() => void) | undefined;
		const run = runFile(
			emulator(),
			CSV,
			{},
			{
				binaryMode: 'storage',
				onStarted: (stop) => {
					cancel = stop;
				},
			},
		);
		while (asked.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		cancel?.();
		await run;
		const late = new Readable({ read: () => undefined });
		const closed = new Promise((resolve) => late.once('close', resolve));
		give?.(late);
		await closed;
		expect(late.destroyed).toBe(true);
	});
});
