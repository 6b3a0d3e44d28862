import { setImmediate } from 'node:timers/promises';

import type { AttributeColumns } from './attributeColumns';
import { BatchDraft } from './batchDraft';
import type { Batch, BatchLimits } from './batchDraft';
import { placeOf } from './encodedRow';
import type { EncodedRow } from './encodedRow';
import { HeldRows } from './heldRows';
import { hashOf } from './idHashes';
import type { ProfileIdType } from './profileId';
import { blocksOf } from './rowSource';
import type { RowSource } from './rowSource';
import type { InvalidRow, Survey } from './survey';

/** Rows of repeated IDs are held up to about here; where there are more, the source is read again for the rest. */
const MOST_HELD_BYTES = 96_000_000;

/** Merged rows are written without a pause up to here: a few milliseconds. */
const MERGED_PER_TURN = 2_000;

/** What a run cuts, and by which rules. */
export interface Cutting {
	readonly source: RowSource;
	readonly survey: Survey;
	readonly idType: ProfileIdType;
	readonly columns: AttributeColumns;
	readonly limits: BatchLimits;
	readonly signal?: AbortSignal | undefined;
	/** Told of rows that were merged into another's profile, as their batch grows. */
	onMerged(rows: number): void;
	/** Told of a profile that is too large once its rows are merged; none of these rows is sent. */
	onInvalid(row: InvalidRow, rows: number): void;
}

/**
 * Cuts the valid rows of a source into batches: each row lands in exactly one, and no batch passes a limit. Rows whose
 * ID comes once (or all rows, under `keep`) stay in their order and are not held. Rows of repeated IDs are merged, each
 * attribute with its last value, and come after them: of two batches with one ID, the second would override the first
 * (bulk profile API page).
 *
 * @throws the signal's reason when it is aborted
 */
export async function* cutIntoBatches(cutting: Cutting): AsyncGenerator<Batch, void, undefined> {
	const { source, survey, idType, columns, limits, signal } = cutting;
	const { repeated } = survey;
	const readings = Math.max(1, Math.ceil((survey.repeatedRows * survey.bytesPerRow) / MOST_HELD_BYTES));
	let number = 1;
	const draftBytes = likelyBytes(survey, limits);
	let draft = new BatchDraft(idType, limits, columns, draftBytes);

	/** @returns the batch that was full before this row */
	const add = (row: EncodedRow): Batch | undefined => {
		if (draft.add(row)) return undefined;
		const full = draft.finish(number++);
		draft = new BatchDraft(idType, limits, columns, draftBytes);
		if (!draft.add(row)) throw new RangeError(`A batch of ${limits.bytes} bytes can’t hold a single row`);
		return full;
	};

	for (let reading = 0; reading < readings; reading++) {
		const held = new HeldRows();
		for await (const block of blocksOf(source, 'whole', signal)) {
			for (let row = block.next(); row !== undefined; row = block.next()) {
				if (row.invalid !== undefined) continue;
				if (repeated.size > 0) {
					const hash = hashOf(row.bytes, row.idStart, row.idEnd);
					if (repeated.has(hash)) {
						if ((hash >>> 0) % readings === reading) held.add(row, hash);
						continue;
					}
				}
				if (reading > 0) continue;
				const full = add(row);
				if (full !== undefined) yield full;
			}
		}
		let written = 0;
		for (const row of held.merged(columns)) {
			if (++written % MERGED_PER_TURN === 0) await setImmediate();
			signal?.throwIfAborted();
			if (row.invalid !== undefined) {
				cutting.onInvalid({ ...placeOf(row), reason: row.invalid }, 1 + row.mergedFrom.length);
				continue;
			}
			cutting.onMerged(row.mergedFrom.length);
			const full = add(row);
			if (full !== undefined) yield full;
		}
	}
	if (draft.rows > 0) yield draft.finish(number);
}

/** How large the batches of a run will be, a little more than less. */
function likelyBytes({ rows, invalidRows, bytesPerRow }: Survey, limits: BatchLimits): number {
	return Math.min(limits.bytes, Math.ceil(Math.min(limits.rows, rows - invalidRows) * bytesPerRow * 1.1));
}
