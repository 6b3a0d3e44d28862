import type { AttributeColumns } from './attributeColumns';
import type { ValueRules } from '../attributes/valueRules';
import type { EncodedRow } from './encodedRow';
import type { IdShare } from './idShare';
import type { ProfileIdType } from '../profileId';
import { Findings } from '../findings';
import { Turn } from '../../turn';

/** Rows that can be had without waiting. All of them are read before the next block is asked for. */
export interface RowBlock {
	/**
	 * The next row: always the same object, filled anew. A row that can't be sent has the reason with it. (An iterator
	 * would take a third of the time that a row has.)
	 *
	 * @returns undefined when there is none
	 * @throws UnreadableFile when a file can't be read
	 */
	next(): EncodedRow | undefined;
}

/** Where rows come from: the input items, or files. */
export interface RowSource {
	/**
	 * Reads all rows from the start, those of other shares too; may be called again, and gives the same rows again.
	 *
	 * @param findings takes up what is found in the rows that are sent, and beside them
	 * @throws UnreadableFile when a file can't be read
	 */
	read(findings: Findings): AsyncIterable<RowBlock>;
}

/** What makes rows of records or items; the same for a whole run, whatever its source. */
export interface RowRules {
	readonly idType: ProfileIdType;
	/** Takes up the attributes' names. */
	readonly columns: AttributeColumns;
	/** Which values are sent; all that are not empty where it is left out. */
	readonly values?: ValueRules | undefined;
	/** Which of the rows are sent; all where it is left out. */
	readonly share?: IdShare | undefined;
}

/** What a row costs beside its cells, in cells. */
const ROW_IN_CELLS = 8;

/** Bytes of values that take as long as a cell. */
const BYTES_PER_CELL = 32;

/** The clock is looked at whenever the rows since then cost more than this many cells: some ten rows, or one large one. */
const CELLS_PER_LOOK = 128;

/**
 * Goes through the rows of a source, without those of other shares. A block takes one turn at most, and n8n's other work
 * has its own between two blocks.
 *
 * @param signal ends it between two blocks
 * @param findings takes up what is found on the way
 * @throws the signal's reason once it is aborted
 */
export async function* blocksOf(
	source: RowSource,
	signal: AbortSignal | undefined,
	findings = new Findings(),
): AsyncGenerator<RowsOfTurn, void, undefined> {
	const turn = new Turn(signal);
	for await (const block of source.read(findings)) {
		signal?.throwIfAborted();
		const part = new RowsOfTurn(block, turn, findings);
		do {
			yield part;
			if (turn.isOver()) await turn.rest();
		} while (part.hasMore);
	}
}

/** The rows of a block, as far as a turn goes. */
class RowsOfTurn {
	/** Whether there are more in the block, for another turn. */
	hasMore = true;

	/** Cells since the clock was looked at. */
	private cells = 0;

	constructor(
		private readonly block: RowBlock,
		private readonly turn: Turn,
		private readonly findings: Findings,
	) {}

	/** As of {@link RowBlock.next}, without rows of other shares. @returns undefined when the turn is over as well */
	nextRow(): EncodedRow | undefined {
		for (;;) {
			if (this.cells > CELLS_PER_LOOK) {
				this.cells = 0;
				if (this.turn.isOver()) return undefined;
			}
			const row = this.block.next();
			if (row === undefined) {
				this.hasMore = false;
				return undefined;
			}
			this.cells += costOf(row);
			if (!row.isOfOtherShare) return row;
			this.findings.ofOtherShares++;
		}
	}

	/** Counts further work on a row, by the bytes that were gone through. */
	worked(bytes: number): void {
		this.cells += bytes / BYTES_PER_CELL;
	}
}

/** What a row costs, in cells. Of an invalid one nobody knows how much was read before that was clear, so the clock is looked at. */
function costOf({ invalid, cells, findings, valueBytes }: EncodedRow): number {
	if (invalid !== undefined) return CELLS_PER_LOOK + 1;
	return ROW_IN_CELLS + cells + findings.total + valueBytes / BYTES_PER_CELL;
}
