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
	let reader: RecordReader | undefined;
	let line = 1;

	const open = (lineEnd: LineEnd): RecordReader => {
		const opened = format.open(memory, lineEnd);
		memory.start = opened.firstByte;
		line = opened.firstLine;
		return opened.reader;
	};

	const blockOf = (source: RecordReader): RecordBlock => ({
		reader: source,
		text: memory.rest(),
		next() {
			// Read as records, a megabyte of blank lines would take as long as ten thousand rows.
			for (; memory.bytes[memory.start] === source.lineEnd && memory.start < memory.end; memory.start++)
				line++;
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
		readLastLine() {
			const end = memory.start;
			const start = memory.bytes.lastIndexOf(source.lineEnd, end - 2) + 1;
			return source.read(start, end) !== INCOMPLETE;
		},
	});

	for await (const chunk of utf8Chunks(file)) {
		memory.add(chunk);
		// A header may span lines, and a stream may come byte by byte: its beginning tells which reader it takes.
		if (memory.rest().length >= HEAD_BYTES) reader ??= open(format.lineEndOf(memory.rest()));
		if (reader !== undefined) yield blockOf(reader);
	}
	const rest = memory.rest();
	if (rest.length === 0) return;
	const lineEnd = reader?.lineEnd ?? format.lineEndOf(rest);
	if (rest.at(-1) !== lineEnd) memory.add(Buffer.of(lineEnd));
	yield blockOf(reader ?? open(lineEnd));
	if (memory.rest().length > 0) {
		throw new UnreadableFile(...say(MESSAGES.endsInQuotes, { line }));
	}
}

function tooLong(line: number): UnreadableFile {
	return new UnreadableFile(...say(MESSAGES.recordTooLong, { line, most: MAX_RECORD_BYTES }));
}
