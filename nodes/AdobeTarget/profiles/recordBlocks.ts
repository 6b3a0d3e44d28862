import { HEAD_BYTES, INCOMPLETE, MAX_RECORD_BYTES } from './recordReader';
import type { RecordReader } from './recordReader';
import { UnreadableFile } from './unreadableFile';
import { utf8Chunks } from './utf8Chunks';
import type { InputFile } from './utf8Chunks';

const LINE_FEED = 0x0a;

/** The records that were found in one piece of a file. */
export interface RecordBlock {
	/** Holds the record of the line that was given last. */
	readonly reader: RecordReader;
	/** The bytes of the records, and perhaps of the beginning of one more; good until the next block is asked for. */
	readonly text: Buffer;
	/** Reads them one by one, and gives the line on which each begins, from 1. */
	readonly lines: Iterable<number>;
}

/**
 * Cuts a file into records, piece by piece. A record that is cut by the end of a piece is read with the next one.
 *
 * @param readerFor makes the reader from the first lines of the file
 * @throws UnreadableFile when a record is too long, or the file ends within quotes
 */
export async function* recordBlocks(
	file: InputFile,
	readerFor: (firstLines: Buffer) => RecordReader,
): AsyncGenerator<RecordBlock, void, undefined> {
	const window = new Window();
	let reader: RecordReader | undefined;
	let line = 1;

	function* recordsOf(source: RecordReader): Generator<number, void, undefined> {
		for (;;) {
			const { bytes, start, end } = window;
			if (start === end) return;
			const to = Math.min(end, start + MAX_RECORD_BYTES);
			const next = source.read(bytes, start, to);
			if (next === INCOMPLETE) {
				if (to - start === MAX_RECORD_BYTES) throw tooLong(line);
				return;
			}
			window.start = next;
			const begins = line;
			line += source.lines;
			yield begins;
		}
	}

	const blockOf = (source: RecordReader): RecordBlock => ({
		reader: source,
		text: window.rest(),
		lines: recordsOf(source),
	});

	for await (const chunk of utf8Chunks(file)) {
		window.add(chunk);
		// A header may span lines, and a stream may come byte by byte: its beginning tells which reader it takes.
		if (reader === undefined && window.rest().length >= HEAD_BYTES) reader = readerFor(window.rest());
		if (reader !== undefined) yield blockOf(reader);
	}
	const rest = window.rest();
	if (rest.length === 0) return;
	if (rest.at(-1) !== LINE_FEED) window.add(Buffer.from('\n'));
	yield blockOf(reader ?? readerFor(window.rest()));
	if (window.rest().length > 0) {
		throw new UnreadableFile(
			`The file ends within quotes: a quote of the record that begins in line ${line} is never closed`,
			'Close it, or write a quote within a quoted cell twice (""). The file may also have been cut short.',
		);
	}
}

/** The bytes at hand: the rest of the last piece and the next one, always in the same memory. */
class Window {
	bytes = Buffer.allocUnsafeSlow(MAX_RECORD_BYTES);

	/** Where the bytes that are not read yet begin and end. */
	start = 0;

	end = 0;

	rest(): Buffer {
		return this.bytes.subarray(this.start, this.end);
	}

	add(chunk: Buffer): void {
		const rest = this.end - this.start;
		const { bytes } = this;
		if (rest + chunk.length > bytes.length) this.bytes = Buffer.allocUnsafeSlow(2 * (rest + chunk.length));
		bytes.copy(this.bytes, 0, this.start, this.end);
		chunk.copy(this.bytes, rest);
		this.start = 0;
		this.end = rest + chunk.length;
	}
}

function tooLong(line: number): UnreadableFile {
	return new UnreadableFile(
		`The record that begins in line ${line} is longer than ${MAX_RECORD_BYTES} bytes`,
		'A profile has at most 64 KB. Often a quote is opened there and never closed, or the file is not what it is said to be.',
	);
}
