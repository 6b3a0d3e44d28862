import { TextDecoder } from 'node:util';

import { MESSAGES, NO_TEXT } from './messages';
import { say } from '../../say';
import { UnreadableFile } from '../unreadableFile';

/** A file that a workflow hands in. */
export interface InputFile {
	/** The index of the input item that has it. */
	readonly item: number;
	/** Its place among the files of the run, from 0. */
	readonly number: number;
	/** Its name, for messages: `customers.csv`. */
	readonly name: string;
	/** Opens it from its start, each time it is called. Each piece is good until the next one is asked for. */
	open(): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * No chunk is larger, whatever the stream gives, as a chunk is looked at in one piece: whether it is UTF-8, and where its
 * blank lines end. With smaller ones, reading takes longer, as a thread has to be asked for each.
 */
export const CHUNK_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;

/** The beginnings of files that are taken for text by mistake. */
const SIGNATURES = [
	{ signature: '504b0304', message: NO_TEXT.zip },
	{ signature: '504b0506', message: NO_TEXT.emptyZip },
	{ signature: '1f8b', message: NO_TEXT.gzip },
	{ signature: '25504446', message: NO_TEXT.pdf },
	{ signature: 'd0cf11e0', message: NO_TEXT.oldExcel },
] as const;

/**
 * Reads a file as UTF-8 bytes in chunks of at most {@link CHUNK_BYTES}. A byte order mark is dropped, and UTF-16 with such
 * a mark is turned into UTF-8. Whether the bytes are right UTF-8 is for the reader of the rows to check.
 *
 * @throws UnreadableFile for archives and the like, and for UTF-16 that is broken
 */
export async function* utf8Chunks(file: InputFile): AsyncGenerator<Buffer, void, undefined> {
	let decode: ((bytes: Buffer | undefined) => Buffer) | undefined;
	let head = Buffer.alloc(0);
	for await (const bytes of await file.open()) {
		// A stream may give the whole file as one.
		for (const piece of pieces(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
			let text = piece;
			if (decode === undefined) {
				// It may begin with less than a signature.
				head = Buffer.concat([head, piece]);
				if (head.length < 4) continue;
				decode = decoderFor(head);
				text = head;
			}
			yield* pieces(decode(text));
		}
	}
	decode ??= decoderFor(head);
	if (head.length < 4) yield* pieces(decode(head));
	yield* pieces(decode(undefined));
}

function* pieces(bytes: Buffer): Generator<Buffer> {
	for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** By the first bytes of a file: what turns its chunks into UTF-8, and by `undefined` gives what is left at its end. */
function decoderFor(head: Buffer): (bytes: Buffer | undefined) => Buffer {
	const start = head.toString('hex', 0, 4);
	const binary = SIGNATURES.find(({ signature }) => start.startsWith(signature));
	if (binary) throw new UnreadableFile(...say(binary.message));
	if (start.startsWith('fffe')) return utf16Decoder('utf-16le');
	if (start.startsWith('feff')) return utf16Decoder('utf-16be');
	let skip = start.startsWith('efbbbf') ? 3 : 0;
	return (bytes = Buffer.alloc(0)) => {
		const text = bytes.subarray(skip);
		skip = 0;
		return text;
	};
}

function utf16Decoder(encoding: 'utf-16le' | 'utf-16be'): (bytes: Buffer | undefined) => Buffer {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let lines = 1;
	return (bytes) => {
		const text = decoded(decoder, bytes);
		if (text === undefined) {
			throw new UnreadableFile(...say(MESSAGES.notUtf16, { line: lines }));
		}
		const utf8 = Buffer.from(text, 'utf8');
		for (let at = utf8.indexOf(LINE_FEED); at >= 0; at = utf8.indexOf(LINE_FEED, at + 1)) lines++;
		return utf8;
	};
}

/** The text of the next bytes, or of what is left at the end; undefined when they are not right. */
function decoded(decoder: TextDecoder, bytes: Buffer | undefined): string | undefined {
	try {
		return decoder.decode(bytes, { stream: bytes !== undefined });
	} catch {
		return undefined;
	}
}
