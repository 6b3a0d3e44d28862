import { LONGEST_ESCAPE } from '../percentEncoding';
import { MAX_RECORD_BYTES } from './recordReader';
import { CHUNK_BYTES } from './utf8Chunks';

const LINE_FEED = 0x0a;

/** Room for the beginning of a record, for the piece of the file in which it goes on, and for a last line feed. */
const TEXT_BYTES = MAX_RECORD_BYTES + CHUNK_BYTES + 1;

/** Here a reader writes the cells that it has to encode: behind the text and the line feed that ends it. */
export const ENCODED_AT = TEXT_BYTES + 1;

/**
 * The bytes of a file at hand: the rest of the last piece and the next one, always in the same memory. The files of one
 * reading, which come one after another, share it; no two readings do.
 */
export class RecordMemory {
	readonly bytes = Buffer.allocUnsafeSlow(ENCODED_AT + (MAX_RECORD_BYTES + 1) * LONGEST_ESCAPE);

	private readonly text = this.bytes.subarray(0, TEXT_BYTES);

	/** Where the bytes that are not read yet begin and end. */
	start = 0;

	end = 0;

	constructor() {
		this.bytes[TEXT_BYTES] = LINE_FEED;
	}

	/** Forgets what is at hand, for another file. */
	clear(): void {
		this.start = this.end = 0;
	}

	rest(): Buffer {
		return this.text.subarray(this.start, this.end);
	}

	/** @throws RangeError when the rest is longer than a record may be */
	add(chunk: Buffer): void {
		this.text.copyWithin(0, this.start, this.end);
		this.end -= this.start;
		this.start = 0;
		this.text.set(chunk, this.end);
		this.end += chunk.length;
	}
}
