import { BatchFileRecord } from '../../../../nodes/AdobeTarget/profiles/files/formats/batchFileRecord';
import { CsvRecord } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvRecord';
import { RecordMemory } from '../../../../nodes/AdobeTarget/profiles/files/recordMemory';
import { INCOMPLETE, LINE_FEED } from '../../../../nodes/AdobeTarget/profiles/files/recordReader';
import type { RecordReader } from '../../../../nodes/AdobeTarget/profiles/files/recordReader';

const CSV = (bytes: Buffer) => new CsvRecord(',', LINE_FEED, bytes);
const BATCH_FILE = (bytes: Buffer) => new BatchFileRecord(bytes, LINE_FEED);

/** Records, each with its line end and one more behind it. */
const RECORDS: ReadonlyArray<
	readonly [what: string, text: string, readerFor: (bytes: Buffer) => RecordReader]
> = [
	['plain', 'c1,gold,1\n', CSV],
	['with escapes', 'c 1,é ü,a b\n', CSV],
	['with CRLF', 'c1,a b,c\r\n', CSV],
	['that ends with an escape and CRLF', 'c1,a b\r\n', CSV],
	['with quotes', '"c1","a ""b"", c","d"\r\n', CSV],
	['of two lines', 'c1,"a\r\nb"\n', CSV],
	['with a quote within a cell', 'c1,a"b\n', CSV],
	['with a lone carriage return', 'c1,a\rb\n', CSV],
	['with text behind a quote', 'c1,"a"b,c\n', CSV],
	['with a carriage return behind a quote', 'c1,"a"\rb\n', CSV],
	['of a batch file', 'c1,%41,%c3%A9\r\n', BATCH_FILE],
	['that ends with an escape', 'c1,%41\n', BATCH_FILE],
	['that ends with a percent sign', 'c1,%\n', BATCH_FILE],
	['that ends with half an escape', 'c1,%4\n', BATCH_FILE],
	['that ends with half an escape and CRLF', 'c1,%4\r\n', BATCH_FILE],
];

describe.each(RECORDS)('a record %s', (_, text, readerFor) => {
	test('is incomplete up to its line feed, whatever stands behind the bytes at hand', () => {
		const memory = new RecordMemory();
		memory.add(Buffer.from(`${text}${text}`));
		const reader = readerFor(memory.bytes);
		const { length } = Buffer.from(text);
		const ends = Array.from({ length: length - 1 }, (__, to) => reader.read(0, to + 1));
		expect(ends).toEqual(Array(length - 1).fill(INCOMPLETE));
		expect(reader.read(0, length)).toBe(length);
		expect(reader.lines).toBe(text.split('\n').length - 1);
		const { cells, problem } = reader;
		expect(reader.read(length, 2 * length)).toBe(2 * length);
		expect([reader.cells, reader.problem]).toEqual([cells, problem]);
	});
});
