import type { AttributeColumns } from './attributeColumns';
import { EncodedRow } from './encodedRow';
import type { RowPlace } from './encodedRow';
import { asInvalidProfile } from './invalidProfile';

const CHUNK_BYTES = 1_048_576;

/** Before the bytes of a row: the length of its ID and the number of its cells; for each cell its column and length. */
const ROW_HEAD_BYTES = 8;
const CELL_HEAD_BYTES = 8;

interface HeldCell {
	readonly column: number;
	readonly chunk: Buffer;
	readonly start: number;
	readonly end: number;
}

/**
 * Rows whose IDs come more than once, held until all of them are there and then merged: each attribute takes its last
 * value. They are kept as bytes, some 50 more than the row itself has.
 */
export class HeldRows {
	private readonly chunks: Buffer[] = [];

	/** Where the next row goes in the last chunk. */
	private end = CHUNK_BYTES;

	/** For each row: its place in the chunks and in the input, and the row with the same hash before it (-1: none). */
	private readonly chunkOf: number[] = [];

	private readonly startOf: number[] = [];

	private readonly itemOf: number[] = [];

	private readonly fileOf: number[] = [];

	private readonly lineOf: number[] = [];

	private readonly before: number[] = [];

	/** The last row of each hash. */
	private readonly last = new Map<number, number>();

	add(row: EncodedRow, hash: number): void {
		const { bytes, idStart, idEnd, cells } = row;
		const size = ROW_HEAD_BYTES + cells * CELL_HEAD_BYTES + idEnd - idStart + row.valueBytes;
		const chunk = this.chunkFor(size);
		const number = this.startOf.push(this.end) - 1;
		this.chunkOf.push(this.chunks.length - 1);
		this.itemOf.push(row.item);
		this.fileOf.push(row.file);
		this.lineOf.push(row.line);
		this.before.push(this.last.get(hash) ?? -1);
		this.last.set(hash, number);

		let head = chunk.writeUInt32LE(idEnd - idStart, this.end);
		head = chunk.writeUInt32LE(cells, head);
		let at = head + cells * CELL_HEAD_BYTES;
		at += bytes.copy(chunk, at, idStart, idEnd);
		for (let cell = 0; cell < cells; cell++) {
			const [start = 0, end = 0] = [row.starts[cell], row.ends[cell]];
			head = chunk.writeUInt32LE(row.columns[cell] ?? 0, head);
			head = chunk.writeUInt32LE(end - start, head);
			at += bytes.copy(chunk, at, start, end);
		}
		this.end += size;
	}

	/**
	 * One row for each ID, in the order in which the IDs first came. All are the same object, filled anew; `invalid` is
	 * set where the merged profile is larger than Target keeps.
	 */
	*merged(columns: AttributeColumns): Generator<EncodedRow, void, undefined> {
		const row = new EncodedRow();
		for (const last of this.last.values()) {
			for (const rows of this.byId(last)) {
				this.merge(rows, row);
				try {
					row.checkSize(columns);
				} catch (error) {
					row.invalid = asInvalidProfile(error);
				}
				yield row;
			}
		}
	}

	/** The rows of a hash in their order, apart by ID: two IDs may share a hash. */
	private byId(last: number): Iterable<number[]> {
		const numbers: number[] = [];
		for (let number = last; number >= 0; number = this.before[number] ?? -1) numbers.push(number);
		const groups = new Map<string, number[]>();
		for (const number of numbers.reverse()) {
			const id = this.idOf(number);
			const group = groups.get(id);
			if (group === undefined) groups.set(id, [number]);
			else group.push(number);
		}
		return groups.values();
	}

	private merge(numbers: readonly number[], row: EncodedRow): void {
		const [first = 0, ...others] = numbers;
		const { item, file, line } = this.placeOf(first);
		row.begin(item, file, line);
		row.mergedFrom = others.map((number) => this.placeOf(number));

		const { chunk, head, at, idLength } = this.open(first);
		row.copyId(chunk, at, at + idLength);
		if (others.length === 0) {
			for (const cell of cellsOf(chunk, head, at + idLength)) copyCell(row, cell);
			return;
		}
		const latest = new Map<number, HeldCell>();
		for (const number of numbers) {
			const held = this.open(number);
			for (const cell of cellsOf(held.chunk, held.head, held.at + held.idLength))
				latest.set(cell.column, cell);
		}
		for (const cell of latest.values()) copyCell(row, cell);
	}

	private idOf(number: number): string {
		const { chunk, at, idLength } = this.open(number);
		return chunk.toString('latin1', at, at + idLength);
	}

	private placeOf(number: number): RowPlace {
		return {
			item: this.itemOf[number] ?? 0,
			file: this.fileOf[number] ?? 0,
			line: this.lineOf[number] ?? 0,
		};
	}

	/** Where the parts of a held row are. */
	private open(number: number): { chunk: Buffer; head: number; at: number; idLength: number } {
		const chunk = this.chunks[this.chunkOf[number] ?? 0] ?? Buffer.alloc(0);
		const head = this.startOf[number] ?? 0;
		const cells = chunk.readUInt32LE(head + 4);
		return {
			chunk,
			head,
			at: head + ROW_HEAD_BYTES + cells * CELL_HEAD_BYTES,
			idLength: chunk.readUInt32LE(head),
		};
	}

	private chunkFor(size: number): Buffer {
		const last = this.chunks.at(-1);
		if (last !== undefined && this.end + size <= last.length) return last;
		const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, size));
		this.chunks.push(chunk);
		this.end = 0;
		return chunk;
	}
}

function* cellsOf(chunk: Buffer, head: number, start: number): Generator<HeldCell, void, undefined> {
	const cells = chunk.readUInt32LE(head + 4);
	for (let cell = 0; cell < cells; cell++) {
		const at = head + ROW_HEAD_BYTES + cell * CELL_HEAD_BYTES;
		const end = start + chunk.readUInt32LE(at + 4);
		yield { column: chunk.readUInt32LE(at), chunk, start, end };
		start = end;
	}
}

function copyCell(row: EncodedRow, { column, chunk, start, end }: HeldCell): void {
	const at = row.copy(chunk, start, end);
	row.addCell(column, at, at + end - start);
}
