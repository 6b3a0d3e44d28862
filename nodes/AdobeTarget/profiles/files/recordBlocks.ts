import { MESSAGES } from './messages';
import type { RecordMemory } from './recordMemory';
import { HEAD_BYTES, INCOMPLETE, MAX_RECORD_BYTES } from './recordReader';
import type { LineEnd, RecordReader } from './recordReader';
import { say } from '../../say';
import { UnreadableFile } from '../unreadableFile';
import { utf8Chunks } from './utf8Chunks';
import type { InputFile } from './utf8Chunks';

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
	/** Reads the last line of the record anew, as if it were one by itself. @returns whether it can be read so */
	readLastLine(): boolean;
}

/** What reads the records of a file, and where the first of them begins. */
interface OpenedFile {
	readonly reader: RecordReader;
	/** From 0, in the bytes at hand. */
	readonly firstByte: number;
	/** From 1. */
	readonly firstLine: number;
}

/** How the records of a kind of file are read. */
export interface RecordFormat {
	/** What ends the lines of a file, by its beginning. */
	lineEndOf(head: Buffer): LineEnd;
	/**
	 * Makes the reader of a file whose beginning is at hand. It reads, and writes its cells, in the memory given.
	 *
	 * @throws UnreadableFile when the beginning is that of another kind of file
	 */
	open(memory: RecordMemory, lineEnd: LineEnd): OpenedFile;
}

/**
 * Cuts a file into records, piece by piece. A record that is cut by the end of a piece is read with the next one. The
 * records of a block have to be read before the next block is asked for.
 *
 * @param memory is used for this file alone until all blocks have been asked for
 * @throws UnreadableFile when a record is too long, or the file ends within quotes
 */
export async function* recordBlocks(
	file: InputFile,
	format: RecordFormat,
	memory: RecordMemory,
): AsyncGenerator<RecordBlock, void, undefined> {
	memory.clear();
	let records: FileRecords | undefined;
	for await (const chunk of utf8Chunks(file)) {
		memory.add(chunk);
		// A header may span lines, and a stream may come byte by byte: its beginning tells which reader it takes.
		if (memory.rest().length >= HEAD_BYTES) {
			records ??= new FileRecords(format, memory, format.lineEndOf(memory.rest()));
		}
		if (records !== undefined) yield records.newBlock();
	}
	const rest = memory.rest();
	if (rest.length === 0) return;
	const lineEnd = records?.reader.lineEnd ?? format.lineEndOf(rest);
	if (rest.at(-1) !== lineEnd) memory.add(Buffer.of(lineEnd));
	records ??= new FileRecords(format, memory, lineEnd);
	yield records.newBlock();
	if (memory.rest().length > 0) {
		throw new UnreadableFile(...say(MESSAGES.endsInQuotes, { line: records.line }));
	}
}

/** The records of a file, block by block: the same object is each of its blocks. */
class FileRecords implements RecordBlock {
	readonly reader: RecordReader;

	text: Buffer;

	/** The line on which the next record begins. */
	line: number;

	constructor(
		format: RecordFormat,
		private readonly memory: RecordMemory,
		lineEnd: LineEnd,
	) {
		const { reader, firstByte, firstLine } = format.open(memory, lineEnd);
		memory.start = firstByte;
		this.reader = reader;
		this.text = memory.rest();
		this.line = firstLine;
	}

	/** Takes what is at hand for the next block. */
	newBlock(): this {
		this.text = this.memory.rest();
		return this;
	}

	next(): number {
		const { memory, reader } = this;
		// Read as records, a megabyte of blank lines would take as long as ten thousand rows.
		for (; memory.bytes[memory.start] === reader.lineEnd && memory.start < memory.end; memory.start++)
			this.line++;
		const { start, end } = memory;
		if (start === end) return 0;
		const to = Math.min(end, start + MAX_RECORD_BYTES);
		const next = reader.read(start, to);
		if (next === INCOMPLETE) {
			if (to - start === MAX_RECORD_BYTES) throw tooLong(this.line);
			return 0;
		}
		memory.start = next;
		const begins = this.line;
		this.line += reader.lines;
		return begins;
	}

	readLastLine(): boolean {
		const end = this.memory.start;
		const start = this.memory.bytes.lastIndexOf(this.reader.lineEnd, end - 2) + 1;
		return this.reader.read(start, end) !== INCOMPLETE;
	}
}

function tooLong(line: number): UnreadableFile {
	return new UnreadableFile(...say(MESSAGES.recordTooLong, { line, most: MAX_RECORD_BYTES }));
}
