import type { RecordMemory } from './recordMemory';
import { HEAD_BYTES, INCOMPLETE, MAX_RECORD_BYTES } from './recordReader';
import type { RecordReader } from './recordReader';
import { UnreadableFile } from './unreadableFile';
import { utf8Chunks } from './utf8Chunks';
import type { InputFile } from './utf8Chunks';

const LINE_FEED = 0x0a;

/** The records that were found in one piece of a file. */
export interface RecordBlock {
	/** Holds the record that was read last. */
	readonly reader: RecordReader;
	/** The bytes of the records, and perhaps of the beginning of one more; good until the next block is asked for. */
	readonly text: Buffer;
	/**
	 * Reads the next record; blank lines are passed over, but for those that end with CRLF.
	 *
	 * @returns the line on which it begins, from 1; 0 when there is none
	 * @throws UnreadableFile when it is too long
	 */
	next(): number;
}

/** Makes the reader of a file from its first lines. It reads, and writes its cells, in the memory given. */
export type ReaderFor = (firstLines: Buffer, bytes: Buffer) => RecordReader;

/**
 * Cuts a file into records, piece by piece. A record that is cut by the end of a piece is read with the next one. The
 * records of a block have to be read before the next block is asked for.
 *
 * @param memory is used for this file alone until all blocks have been asked for
 * @throws UnreadableFile when a record is too long, or the file ends within quotes
 */
export async function* recordBlocks(
	file: InputFile,
	readerFor: ReaderFor,
	memory: RecordMemory,
): AsyncGenerator<RecordBlock, void, undefined> {
	memory.clear();
	let reader: RecordReader | undefined;
	let line = 1;

	const blockOf = (source: RecordReader): RecordBlock => ({
		reader: source,
		text: memory.rest(),
		next() {
			// Read as records, a megabyte of blank lines would take as long as ten thousand rows.
			for (; memory.bytes[memory.start] === LINE_FEED && memory.start < memory.end; memory.start++) line++;
			const { start, end } = memory;
			if (start === end) return 0;
			const to = Math.min(end, start + MAX_RECORD_BYTES);
			const next = source.read(start, to);
			if (next === INCOMPLETE) {
				if (to - start === MAX_RECORD_BYTES) throw tooLong(line);
				return 0;
			}
			memory.start = next;
			const begins = line;
			line += source.lines;
			return begins;
		},
	});

	for await (const chunk of utf8Chunks(file)) {
		memory.add(chunk);
		// A header may span lines, and a stream may come byte by byte: its beginning tells which reader it takes.
		if (memory.rest().length >= HEAD_BYTES) reader ??= readerFor(memory.rest(), memory.bytes);
		if (reader !== undefined) yield blockOf(reader);
	}
	const rest = memory.rest();
	if (rest.length === 0) return;
	if (rest.at(-1) !== LINE_FEED) memory.add(Buffer.from('\n'));
	yield blockOf(reader ?? readerFor(memory.rest(), memory.bytes));
	if (memory.rest().length > 0) {
		throw new UnreadableFile(
			`The file ends within quotes: a quote of the record that begins in line ${line} is never closed`,
			'Close it, or write a quote within a quoted cell twice (""). The file may also have been cut short.',
		);
	}
}

function tooLong(line: number): UnreadableFile {
	return new UnreadableFile(
		`The record that begins in line ${line} is longer than ${MAX_RECORD_BYTES} bytes`,
		'A profile has at most 64 KB. Often a quote is opened there and never closed, or the file is not what it is said to be.',
	);
}
