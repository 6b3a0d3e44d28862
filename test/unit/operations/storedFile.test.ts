import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { storedFile } from '../../../nodes/AdobeTarget/operations/bulk/storedFile';

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

test.each([0, 1, 7, 8, 9, 16, 17, 100])(
	'a file of %i bytes is read whole, in pieces, and closed',
	async (size) => {
		const content = Array.from({ length: size }, (_, at) => String(at % 10)).join('');
		const { file, handles } = await fileWith(content);
		let read = '';
		for await (const piece of storedFile(file, 8)) {
			expect(piece.length).toBeLessThanOrEqual(8);
			read += piece.toString();
		}
		expect(read).toBe(content);
		expect((await handles()).map(({ fd }) => fd)).toEqual([-1]);
	},
);

test('a file of which no more is asked for is read no further than one piece ahead, and closed', async () => {
	const { file, handles } = await fileWith('x'.repeat(1_000));
	for await (const piece of storedFile(file, 8)) {
		expect(piece.toString()).toBe('xxxxxxxx');
		const [handle] = await handles();
		if (handle === undefined) throw new TypeError('Nothing was opened');
		const read = jest.spyOn(handle, 'read');
		await Promise.resolve();
		expect(read).not.toHaveBeenCalled();
		break;
	}
	expect((await handles()).map(({ fd }) => fd)).toEqual([-1]);
});

test('a piece is not written again until the next one was asked for, and none of another opening ever', async () => {
	const { file } = await fileWith(Array.from({ length: 64 }, (_, at) => String(at % 8)).join(''));
	const [one, other] = [storedFile(file, 8), storedFile(file, 8)];
	let held = await one.next();
	while (held.done !== true) {
		const before = held.value.toString();
		await other.next();
		expect(held.value.toString()).toBe(before);
		held = await one.next();
	}
});

test('a small file takes no more memory than it needs', async () => {
	const { file } = await fileWith('abc');
	const taken = jest.spyOn(Buffer, 'allocUnsafeSlow');
	for await (const piece of storedFile(file, 1_000_000)) expect(piece.toString()).toBe('abc');
	expect(taken.mock.calls).toEqual([[4], [4]]);
});

test('a file that is not there is an error when its first piece is asked for', async () => {
	await expect(storedFile(path.join(folder, 'none'), 8).next()).rejects.toThrow('ENOENT');
});
