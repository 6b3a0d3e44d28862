import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { storedFile } from '../../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/source/storedFile';

let folder: string;

beforeAll(async () => {
	folder = await fs.mkdtemp(path.join(tmpdir(), 'stored-file-'));
});

afterAll(async () => {
	await fs.rm(folder, { recursive: true });
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** A file with this content, and the handles that are opened to read it. */
async function fileWith(content: string) {
	const file = path.join(folder, `${content.length}.txt`);
	await fs.writeFile(file, content);
	const opened = jest.spyOn(fs, 'open');
	const handles = async () =>
		await Promise.all(opened.mock.results.map(({ value }) => value as ReturnType<typeof fs.open>));
	return { file, handles };
}

async function allOf(pieces: AsyncIterable<Buffer>): Promise<string> {
	let read = '';
	for await (const piece of pieces) read += piece.toString();
	return read;
}

test.each([0, 1, 7, 8, 9, 16, 17, 100])(
	'a file of %i bytes is read whole, in pieces, as often as it is opened, and closed',
	async (size) => {
		const content = Array.from({ length: size }, (_, at) => String(at % 10)).join('');
		const { file, handles } = await fileWith(content);
		const open = storedFile(file, 8);
		for (let reading = 0; reading < 2; reading++) {
			const pieces: Buffer[] = [];
			for await (const piece of open()) pieces.push(Buffer.from(piece));
			expect(pieces.every(({ length }) => length > 0 && length <= 8)).toBe(true);
			expect(Buffer.concat(pieces).toString()).toBe(content);
		}
		expect((await handles()).map(({ fd }) => fd)).toEqual([-1, -1]);
	},
);

test('a file of which no more is asked for is closed', async () => {
	const { file, handles } = await fileWith('x'.repeat(1_000));
	for await (const piece of storedFile(file, 8)()) {
		expect(piece.toString()).toBe('xxxxxxxx');
		break;
	}
	expect((await handles()).map(({ fd }) => fd)).toEqual([-1]);
});

test('a piece is not written again until the next one was asked for, and by no other opening ever', async () => {
	const { file } = await fileWith(Array.from({ length: 64 }, (_, at) => String(at % 9)).join(''));
	const [one, other] = [storedFile(file, 8)(), storedFile(file, 8)()];
	let held = await one.next();
	while (held.done !== true) {
		const before = held.value.toString();
		await other.next();
		await fs.stat(file);
		expect(held.value.toString()).toBe(before);
		held = await one.next();
	}
});

test('a file that is not there is an error when its first piece is asked for', async () => {
	await expect(storedFile(path.join(folder, 'none'), 8)().next()).rejects.toThrow('ENOENT');
});

describe('a file that is read again is the same', () => {
	const CONTENT = 'id,tier\nc0,gold\n';
	const BEFORE = new Date('2026-11-24T09:30:00.000Z');

	test.each<readonly [what: string, change: (file: string) => Promise<void>]>([
		['grown', (file) => fs.appendFile(file, 'c1,silver\n')],
		['shorter', (file) => fs.truncate(file, 10)],
		['empty', (file) => fs.truncate(file)],
		['another of the same size', (file) => fs.writeFile(file, CONTENT.replace('gold', 'none'))],
		[
			'put in its place',
			async (file) => {
				await fs.writeFile(`${file}.new`, CONTENT.replace('c0', 'c9'));
				await fs.rename(`${file}.new`, file);
			},
		],
	])('or it is %s, and not read', async (what, change) => {
		const file = path.join(folder, `${what}.csv`);
		await fs.writeFile(file, CONTENT);
		await fs.utimes(file, BEFORE, BEFORE);
		const open = storedFile(file, 8);
		expect(await allOf(open())).toBe(CONTENT);
		await change(file);
		await expect(open().next()).rejects.toThrow('The file changed while it was read');
	});

	test('or it was only read by others', async () => {
		const file = path.join(folder, 'same.csv');
		await fs.writeFile(file, CONTENT);
		const open = storedFile(file, 8);
		expect(await allOf(open())).toBe(CONTENT);
		await fs.readFile(file);
		expect(await allOf(open())).toBe(CONTENT);
	});
});
