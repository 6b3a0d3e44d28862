import type { Batch } from '../../profiles/batches/batchDraft';
import type { InvalidRow, InvalidRows } from '../../profiles/batches/invalidRows';
import type { Survey } from '../../profiles/batches/survey';
import type { Findings } from '../../profiles/findings';
import type { RowNames } from './output/rowNames';
import type { BulkSettings } from './settings';
import type { BatchOutcome } from './submitBatches';

/**
 * What became of the rows of a run: sent + merged + skipped + notSubmitted = rows, always. Of the rows of a merged
 * profile all but one count as merged, and that one shares the fate of the profile.
 */
export interface Totals {
	/** All rows read that are to be sent. */
	readonly rows: number;
	/** Rows of other shares, which others send; undefined where the run sends all. */
	readonly ofOtherShares: number | undefined;
	/** Batches that were submitted. */
	batches: number;
	/** Rows, each a profile, that were submitted. */
	sent: number;
	/** Rows that went into another row's profile. */
	merged: number;
	/** Rows that can't be sent as they are. */
	skipped: number;
	/** Rows, each a profile, of batches that were not submitted. */
	notSubmitted: number;
	/** Bytes of the submitted batches, encoded. */
	bytes: number;
	/** How often the submitted batches were sent again. */
	retried: number;
	/** How long calls have waited for their turn among those of a minute, added up; they may wait side by side. */
	waitedMs: number;
}

/** A run that keeps account of its rows. */
export class BulkRun {
	readonly totals: Totals;

	readonly outcomes: BatchOutcome[] = [];

	/** The rows that can't be sent: those that the survey found, and those that merging makes too large. */
	readonly skipped: InvalidRows;

	/** What kept the rows from being read to their end, and how many were neither sent nor skipped by then. */
	brokenOff: { readonly error: unknown; readonly rows: number } | undefined;

	/** How many rows are unaccounted for in a run that was worked through: 0, unless the node has a fault. */
	unaccounted = 0;

	/** What the owner of the rows should know of. */
	readonly findings: Findings;

	/** Whether nothing is sent; what would be counts as sent. */
	readonly isPreview: boolean;

	/** @param rowNames how its rows are called */
	constructor(
		{ books, invalid, findings }: Survey,
		readonly rowNames: RowNames,
		{ previewOnly, share }: Pick<BulkSettings, 'previewOnly' | 'share'>,
	) {
		this.isPreview = previewOnly;
		this.findings = findings;
		this.skipped = invalid;
		this.totals = {
			rows: books.rows,
			ofOtherShares: share === undefined ? undefined : findings.ofOtherShares,
			batches: 0,
			sent: 0,
			merged: 0,
			skipped: books.invalidRows,
			notSubmitted: 0,
			bytes: 0,
			retried: 0,
			waitedMs: 0,
		};
	}

	/** The rows that were neither sent nor skipped when the run ended. */
	get untried(): number {
		const { rows, sent, notSubmitted, merged, skipped } = this.totals;
		return rows - sent - notSubmitted - merged - skipped;
	}

	/** Whether something was not submitted that was to be. */
	get hasFailed(): boolean {
		return this.brokenOff !== undefined || this.totals.notSubmitted > 0 || this.unaccounted !== 0;
	}

	addWait(milliseconds: number): void {
		this.totals.waitedMs += milliseconds;
	}

	addMerged(rows: number): void {
		this.totals.merged += rows;
	}

	/** A profile that merging has made too large, as {@link InvalidRows.addMerged} takes it. */
	addInvalid(row: InvalidRow, rows: number, items: readonly number[]): void {
		this.totals.skipped += rows;
		this.skipped.addMerged(row, rows, items);
	}

	/** A batch that is only looked at counts as one that would be sent. */
	addPreview({ rows, body }: Batch): void {
		this.totals.sent += rows;
		this.totals.bytes += body.length;
		this.totals.batches++;
	}

	/** The rows could not be read to their end; those that are left count as not submitted. */
	breakOff(error: unknown): void {
		this.brokenOff = { error, rows: this.untried };
		this.totals.notSubmitted += this.untried;
	}

	addOutcome(outcome: BatchOutcome): void {
		const { batch, submitted } = outcome;
		this.outcomes.push(outcome);
		if (submitted === undefined) {
			this.totals.notSubmitted += batch.rows;
			return;
		}
		this.totals.sent += batch.rows;
		this.totals.bytes += batch.bytes;
		this.totals.retried += submitted.attempts - 1;
		this.totals.batches++;
	}

	/**
	 * Ends the account of a run that was worked through. Where its totals don't add up it has failed, so that none ends
	 * as if all were well.
	 */
	close(): void {
		this.unaccounted = this.untried;
		this.totals.notSubmitted += this.untried;
	}
}
