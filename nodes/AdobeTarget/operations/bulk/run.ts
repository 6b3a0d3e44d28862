import type { Batch } from '../../profiles/batchDraft';
import type { InvalidRow, InvalidRows, Survey } from '../../profiles/survey';
import { counted } from '../wording';
import type { Places } from './places';
import type { BatchOutcome } from './submitBatches';

/**
 * What became of the rows of a run: sent + merged + skipped + failed = rows, always. Of the rows of a merged profile
 * all but one count as merged, and that one shares the fate of the profile.
 */
export interface Tally {
	/** All rows read. */
	readonly rows: number;
	/** Batches that were submitted. */
	batches: number;
	/** Rows, each a profile, that were submitted. */
	sent: number;
	/** Rows that went into another row's profile. */
	merged: number;
	/** Rows that can't be sent as they are. */
	skipped: number;
	/** Rows, each a profile, of batches that were not submitted. */
	failed: number;
	/** Bytes of the submitted batches, encoded. */
	bytes: number;
}

/** A run that keeps account of its rows. */
export class BulkRun {
	readonly tally: Tally;

	readonly outcomes: BatchOutcome[] = [];

	/** The rows that can't be sent: those that the survey found, and those that merging makes too large. */
	readonly skipped: InvalidRows;

	/** @param isPreview whether nothing is sent, and what would be counts as sent */
	constructor(
		{ books, invalid }: Survey,
		readonly isPreview: boolean,
	) {
		this.skipped = invalid;
		this.tally = {
			rows: books.rows,
			batches: 0,
			sent: 0,
			merged: 0,
			skipped: books.invalidRows,
			failed: 0,
			bytes: 0,
		};
	}

	/** What kept the rows from being read to their end, once some may have been sent, and how many these were. */
	brokenOff: { readonly error: unknown; readonly rows: number } | undefined;

	/** How many rows are unaccounted for in a run that was worked through: 0, unless the node has a fault. */
	unaccounted = 0;

	/** The rows that were neither sent nor skipped when the run ended. */
	get untried(): number {
		const { rows, sent, failed, merged, skipped } = this.tally;
		return rows - sent - failed - merged - skipped;
	}

	/** Whether something was not submitted that was to be. */
	get hasFailed(): boolean {
		return this.brokenOff !== undefined || this.tally.failed > 0 || this.unaccounted !== 0;
	}

	addMerged(rows: number): void {
		this.tally.merged += rows;
	}

	addInvalid(row: InvalidRow, rows: number, others: readonly number[]): void {
		this.tally.skipped += rows;
		this.skipped.add(row, rows, others);
	}

	/** A batch that is only looked at counts as one that would be sent. */
	addPreview({ rows, body }: Batch): void {
		this.tally.sent += rows;
		this.tally.bytes += body.length;
		this.tally.batches++;
	}

	/** The rows could not be read to their end; those that are left count as failed. */
	breakOff(error: unknown): void {
		this.brokenOff = { error, rows: this.untried };
		this.tally.failed += this.untried;
	}

	addOutcome(outcome: BatchOutcome): void {
		const { batch, submitted } = outcome;
		this.outcomes.push(outcome);
		if (submitted === undefined) {
			this.tally.failed += batch.rows;
			return;
		}
		this.tally.sent += batch.rows;
		this.tally.bytes += batch.bytes;
		this.tally.batches++;
	}

	/**
	 * Ends the account of a run that was worked through. Where its totals don't add up it has failed, so that none ends
	 * as if all were well.
	 */
	close(): void {
		this.unaccounted = this.untried;
		this.tally.failed += this.untried;
	}
}

/** The totals of a run in a sentence. */
export function tallyInWords(tally: Tally, places: Places): string {
	return inWords(tally, places, 'submitted in');
}

/** What a preview has found, in a sentence. */
export function previewInWords(tally: Tally, places: Places): string {
	return `${inWords(tally, places, 'would go out in')} Nothing was sent.`;
}

function inWords(tally: Tally, { noun }: Places, became: string): string {
	const { rows, sent, merged, skipped, failed, batches } = tally;
	const parts = [
		`${counted(sent, 'profile')} ${became} ${counted(batches, 'batch', 'batches')}`,
		...(merged > 0 ? [`${counted(merged, noun)} merged into others with the same ID`] : []),
		...(skipped > 0 ? [`${counted(skipped, noun)} skipped`] : []),
		...(failed > 0 ? [`${counted(failed, 'profile')} not submitted`] : []),
	];
	return `${counted(rows, noun)} read: ${parts.join(', ')}.`;
}
