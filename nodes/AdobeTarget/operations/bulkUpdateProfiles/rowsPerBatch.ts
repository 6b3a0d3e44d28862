import { MAX_ROWS_PER_BATCH } from '../../profiles/batches/batchDraft';

/** Rows of a batch where the panel asks for no number, as long as a run has few batches. */
export const USUAL_ROWS = 50_000;

/** The part of the calls of a minute that batches take before they grow; the rest is for questions, and other runs. */
const FOR_BATCHES = 0.8;

/**
 * How many rows go into a batch.
 *
 * @param chosen what the panel says; 0 is for as many as keep the run within the calls of one minute
 * @param rows how many the run has to send
 * @param calls how many calls a minute there are for it (Target limits page)
 */
export function rowsPerBatch(chosen: number, rows: number, calls: number): number {
	if (chosen > 0) return chosen;
	const within = Math.ceil(rows / Math.max(1, Math.floor(calls * FOR_BATCHES)));
	return Math.min(Math.max(USUAL_ROWS, within), MAX_ROWS_PER_BATCH);
}
