import { INCOMPLETE, MAX_RECORD_BYTES } from './recordReader';
import type { RecordReader } from './recordReader';
import { UnreadableFile } from './unreadableFile';
import { utf8Chunks } from './utf8Chunks';
import type { InputFile } from './utf8Chunks';

const LINE_FEED = 0x0a;

/** The records that were found in one piece of a file. */
export interface RecordBlock {
	/** Holds the record of the line that was given last. */
	readonly reader: RecordReader;
	/** Whole records only, as UTF-8 (or what claims to be). */
	readonly window: Buffer;
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
	let reader: RecordReader | undefined;
	let rest: Buffer = Buffer.alloc(0);
	let line = 1;
	let at = 0;

	function* recordsOf(window: Buffer, source: RecordReader): Generator<number, void, undefined> {
		while (at < window.length) {
			const to = Math.min(window.length, at + MAX_RECORD_BYTES);
			const next = source.read(window, at, to);
			if (next === INCOMPLETE) {
				if (to < window.length || to - at === MAX_RECORD_BYTES) throw tooLong(line);
				return;
			}
			at = next;
			const begins = line;
			line += source.lines;
			yield begins;
		}
	}

	const blockOf = (bytes: Buffer): RecordBlock => {
		const window = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
		reader ??= readerFor(window);
		at = 0;
		rest = window;
		return { reader, window, lines: recordsOf(window, reader) };
	};
	const keepRest = () => {
		rest = rest.subarray(at);
	};

	for await (const chunk of utf8Chunks(file)) {
		if (reader === undefined && chunk.indexOf(LINE_FEED) < 0 && rest.length < MAX_RECORD_BYTES) {
			// The first line is not yet whole, and tells which reader it takes.
			rest = Buffer.concat([rest, chunk]);
			continue;
		}
		yield blockOf(chunk);
		keepRest();
	}
	if (rest.length === 0) return;
	const ended = rest.at(-1) === LINE_FEED && reader !== undefined;
	yield blockOf(ended ? Buffer.alloc(0) : Buffer.from('\n'));
	keepRest();
	if (rest.length > 0) {
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
