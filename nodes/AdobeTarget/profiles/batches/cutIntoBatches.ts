import type { AttributeColumns } from '../rows/attributeColumns';
import { TooManyAttributes } from '../attributes/tooManyAttributes';
import { BatchDraft } from './batchDraft';
import type { Batch, BatchLimits } from './batchDraft';
import { HeldProfiles } from './heldProfiles';
import { placeOf } from '../rows/rowPlace';
import type { EncodedRow } from '../rows/encodedRow';
import type { ProfileIdType } from '../profileId';
import { RowBooks } from '../rows/rowBooks';
import { SourceChanged } from '../rows/sourceChanged';
import { blocksOf } from '../rows/rowSource';
import type { RowSource } from '../rows/rowSource';
import type { InvalidRow } from './invalidRows';
import type { Survey } from './survey';
import { Turn } from '../../turn';
import { UnavailableFile, UnreadableFile } from '../unreadableFile';

/** Profiles of repeated IDs are held up to about here; where there are more, the source is read again for the rest. */
export const MOST_HELD_BYTES = 100_000_000;

/** Hashes, without their sign, are below it. */
const ALL_HASHES = 2 ** 32;

/** What a run cuts, and by which rules. */
export interface Cutting {
	readonly source: RowSource;
	readonly survey: Survey;
	readonly idType: ProfileIdType;
	readonly columns: AttributeColumns;
	readonly limits: BatchLimits;
	readonly signal?: AbortSignal | undefined;
	/** How many bytes of profiles with repeated IDs may be held; 100 MB where it is left out. */
	readonly mostHeldBytes?: number;
	/** Told how many rows were merged into the profile of another, before it goes into a batch. */
	readonly onMerged: (rows: number) => void;
	/**
	 * Told of a profile that merging has made too large: its first row, how many rows it is made of, and the items of the
	 * others, as far as they are known.
	 */
	readonly onInvalid: (row: InvalidRow, rows: number, items: readonly number[]) => void;
}

/**
 * Cuts the valid rows of a source into batches: each row lands in exactly one, and no batch passes a limit. Rows whose
 * ID comes once (or all rows, under `keep`) stay in their order and are not held. Rows of repeated IDs are merged, each
 * attribute with its last value, and come after them: of two batches with one ID, the second would override the first
 * (bulk profile API page).
 *
 * @throws SourceChanged when the rows are not those that the survey found: at the first that it can't have found, or at
 * their end, before the last batch is given; the signal's reason when it is aborted
 */
export async function* cutIntoBatches(cutting: Cutting): AsyncGenerator<Batch, void, undefined> {
	const drafts = new Drafts(cutting);
	let range: HashRange = { from: 0, to: ALL_HASHES };
	while (range.from < ALL_HASHES) {
		const held = new HeldProfiles();
		const { from, to } = yield* readRange(cutting, drafts, range, held);
		yield* mergedBatches(cutting, drafts, held);
		// As many hashes as there was room for this time.
		range = { from: to, to: Math.min(to + to - from, ALL_HASHES) };
	}
	const last = drafts.finish();
	if (last !== undefined) yield last;
}

/** Repeated IDs whose hashes, without their sign, are at least `from` and below `to`. */
interface HashRange {
	readonly from: number;
	readonly to: number;
}

/**
 * Reads the source once: holds the profiles of the repeated IDs in a range, and with the first range cuts all other rows.
 *
 * @returns the range that there was room for: it begins where the wanted one does
 */
async function* readRange(
	{ source, survey, signal, mostHeldBytes = MOST_HELD_BYTES }: Cutting,
	drafts: Drafts,
	{ from, to: wantedTo }: HashRange,
	held: HeldProfiles,
): AsyncGenerator<Batch, HashRange, undefined> {
	const { repeated, books } = survey;
	const read = new RowBooks();
	let to = wantedTo;
	const isHeld = (hash: number) => hash >>> 0 >= from && hash >>> 0 < to;
	try {
		for await (const block of blocksOf(source, signal)) {
			for (let row = block.nextRow(); row !== undefined; row = block.nextRow()) {
				const hash = read.add(row);
				if (read.isBeyond(books)) throw new SourceChanged();
				if (row.invalid !== undefined) continue;
				if (repeated.size > 0 && repeated.has(hash)) {
					if (!isHeld(hash)) continue;
					block.worked(held.add(row, hash));
					if (held.bytes <= mostHeldBytes || held.size === 1 || to - from <= 1) continue;
					to = from + (to - from) / 2;
					await held.keepOnly(isHeld, signal);
				} else if (from === 0) {
					const full = drafts.add(row);
					if (full !== undefined) yield full;
				}
			}
		}
	} catch (error) {
		// The file could be read when it was surveyed, so it is another by now.
		const isUnreadable = error instanceof UnreadableFile && !(error instanceof UnavailableFile);
		const isOther = isUnreadable || error instanceof TooManyAttributes;
		throw isOther ? new SourceChanged({ cause: error }) : error;
	}
	if (!read.isSameAs(books)) throw new SourceChanged();
	return { from, to };
}

async function* mergedBatches(
	{ columns, signal, onMerged, onInvalid }: Cutting,
	drafts: Drafts,
	held: HeldProfiles,
): AsyncGenerator<Batch, void, undefined> {
	const turn = new Turn(signal);
	for (const row of held.merged(columns)) {
		if (turn.isOver()) await turn.rest();
		if (row.invalid !== undefined) {
			const { mergedRows, mergedItems, lastMerged } = row;
			onInvalid({ ...placeOf(row), error: row.invalid }, 1 + mergedRows, [...mergedItems, lastMerged.item]);
			continue;
		}
		onMerged(row.mergedRows);
		const full = drafts.add(row);
		if (full !== undefined) yield full;
	}
	signal?.throwIfAborted();
}

/** The batches of a run, one after the other. */
class Drafts {
	private number = 0;

	private draft: BatchDraft | undefined;

	constructor(private readonly cutting: Cutting) {}

	/** @returns the batch that was full before this row */
	add(row: EncodedRow): Batch | undefined {
		this.draft ??= this.begin();
		if (this.draft.add(row)) return undefined;
		const full = this.finish();
		this.draft = this.begin();
		if (this.draft.add(row)) return full;
		throw new RangeError(`A batch of ${this.cutting.limits.bytes} bytes can’t hold a single row`);
	}

	/** @returns the batch at hand; undefined where it has no row */
	finish(): Batch | undefined {
		if (this.draft === undefined || this.draft.rows === 0) return undefined;
		return this.draft.finish(++this.number);
	}

	private begin(): BatchDraft {
		const { idType, limits, columns, survey } = this.cutting;
		return new BatchDraft(idType, limits, columns, likelyBytes(survey, limits));
	}
}

/** How large the batches of a run will be; rather too large than too small. */
function likelyBytes({ books, bytesPerRow }: Survey, limits: BatchLimits): number {
	const rows = Math.min(limits.rows, books.validRows);
	return Math.min(limits.bytes, Math.ceil(rows * bytesPerRow * 1.1));
}
