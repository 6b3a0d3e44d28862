import { Readable } from 'node:stream';

import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { fileSource } from '../../../../nodes/AdobeTarget/profiles/files/fileSource';
import type { RowPlace } from '../../../../nodes/AdobeTarget/profiles/rows/rowPlace';
import type { RowBlock, RowSource } from '../../../../nodes/AdobeTarget/profiles/rows/rowSource';

/** The rows of these files. */
function sourceOf(contents: readonly string[]): RowSource {
	const files = contents.map((content, number) => ({
		item: 10 + number,
		number,
		name: `part${number + 1}.csv`,
		open: () => Promise.resolve(Readable.from([Buffer.from(content)])),
	}));
	const format = csvFormat('id', { mode: 'all', excludeFields: '' });
	return fileSource(files, format, { idType: 'pcId', columns: new AttributeColumns('pcId') });
}

/** The IDs and places of all rows of these files. */
async function read(...contents: readonly string[]): Promise<Array<readonly [id: string, RowPlace]>> {
	const rows: Array<readonly [string, RowPlace]> = [];
	for await (const block of sourceOf(contents).read(new Findings())) {
		for (let row = block.next(); row !== undefined; row = block.next()) {
			const { item, file, line } = row;
			rows.push([row.text(row.idStart, row.idEnd), { item, file, line }]);
		}
	}
	return rows;
}

test('files are read one after the other, and each row knows its file', async () => {
	expect(await read('id\n1\n2\n', 'id,a\n3,x\n')).toEqual([
		['1', { item: 10, file: 0, line: 2 }],
		['2', { item: 10, file: 0, line: 3 }],
		['3', { item: 11, file: 1, line: 2 }],
	]);
});

test.each([
	['no header', '\n', 'The file is empty'],
	['a wrong header', 'ID\n1\n', 'The file has no column "id", but "ID"'],
])('of several files, %s names the one that has it', async (_, content, message) => {
	const advice = expect.stringMatching(/\.$/) as string;
	await expect(read('id\n1\n', content)).rejects.toMatchObject({
		name: 'UnreadableFile',
		message: `part2.csv (item 11): ${message}`,
		advice,
	});
	await expect(read(content)).rejects.toMatchObject({ name: 'UnreadableFile', message, advice });
});

test('an error that is not about the file comes as it is', async () => {
	const broken = new Error('the disk is gone');
	const file = { item: 0, number: 0, name: 'a.csv', open: () => Promise.reject(broken) };
	const format = csvFormat('id', { mode: 'all', excludeFields: '' });
	const source = fileSource([file, file], format, { idType: 'pcId', columns: new AttributeColumns('pcId') });
	await expect(source.read(new Findings())[Symbol.asyncIterator]().next()).rejects.toBe(broken);
});

test('the files of one reading share the memory that they are read into, and no two readings do', async () => {
	const contents = Array.from({ length: 5 }, (_, number) => `id\n${number}\n`);
	const memoryOf = async (source: RowSource) => {
		const memory = new Set<ArrayBufferLike>();
		for await (const block of source.read(new Findings())) {
			for (let row = block.next(); row !== undefined; row = block.next()) memory.add(row.bytes.buffer);
		}
		return [...memory];
	};
	const source = sourceOf(contents);
	const [first, second] = [await memoryOf(source), await memoryOf(source)];
	expect([first.length, second.length]).toEqual([1, 1]);
	expect(first[0]).not.toBe(second[0]);
});

test('files that are read at the same time have memory of their own', async () => {
	const contents = ['a', 'b', 'c'].map((letter) => `id\n${letter.repeat(100)}\n`);
	const readings = contents.map((content) =>
		sourceOf([content]).read(new Findings())[Symbol.asyncIterator](),
	);
	const blocks = await Promise.all(readings.map(async (reading) => await reading.next()));
	const ids = blocks.map(({ value }) => {
		const row = (value as RowBlock).next();
		return row?.text(row.idStart, row.idEnd);
	});
	expect(ids).toEqual(contents.map((content) => content.slice(3, -1)));
	for (const reading of readings) await reading.return?.();
});
