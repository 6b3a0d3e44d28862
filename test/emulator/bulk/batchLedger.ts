import type { BatchFile, BatchRow } from './batchRow';
import type { ProfileIdType } from '../contract';
import type { ProfileStore } from '../profiles/profileStore';
import { seededRandom } from '../random';

/** Adobe's older Target API reference: the last 10 statuses per client, for 24 hours. */
const STATUSES_KEPT = 10;
const STATUS_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Adobe's status right after the upload is practically always `incomplete`: the first answer so soon after it is. */
const RIGHT_AFTER_MS = 30_000;

export type BulkVersion = 'v1' | 'v2';

/** What became of a batch's rows. Rows of only empty values are ignored, and in none of the counts; so are lost ones. */
export interface IngestedCounts {
	consumedCount: number;
	successfulUpdates: number;
	profilesNotFound: number;
	/** IDs of the rows that failed. */
	failedIds: string[];
}

export type BatchStatus =
	| { status: 'unknown' }
	| { status: 'incomplete'; batchSize: number }
	| { status: 'complete'; batchSize: number; counts: IngestedCounts };

interface SubmittedBatch {
	version: BulkVersion;
	file: BatchFile;
	dueAt: number;
	record: StatusRecord;
}

interface StatusRecord {
	batchSize: number;
	submittedAt: number;
	asked: boolean;
	counts?: IngestedCounts;
}

/** The batches on their way into the profiles, and the statuses of the last ones. */
export class BatchLedger {
	private readonly waiting: SubmittedBatch[] = [];
	private readonly records = new Map<string, StatusRecord>();
	private readonly failing = new Set<string>();
	private issued = 0;

	/** Which rows are lost; the same for the same batches. */
	private readonly random = seededRandom(1);

	constructor(
		private readonly clientCode: string,
		private readonly profiles: ProfileStore,
		private readonly processingMs: number,
		private readonly clock: () => number,
		private readonly rowsLost: number,
		private readonly onLost: () => void,
	) {}

	/** A new batch ID, in the form that Adobe's samples have: client code, time, number. */
	newId(): string {
		return `${this.clientCode}-${this.clock()}-${++this.issued}`;
	}

	submit(batchId: string, version: BulkVersion, file: BatchFile): void {
		const now = this.clock();
		const record: StatusRecord = { batchSize: file.lines, submittedAt: now, asked: false };
		this.records.set(batchId, record);
		for (const oldest of this.records.keys()) {
			if (this.records.size <= STATUSES_KEPT) break;
			this.records.delete(oldest);
		}
		this.waiting.push({ version, file, dueAt: now + this.processingMs, record });
		this.ingestDue();
	}

	/** Brings the rows of each batch whose time has come into the profiles. Whoever reads profiles calls it first. */
	ingestDue(): void {
		for (let next = this.waiting[0]; next && next.dueAt <= this.clock(); next = this.waiting[0]) {
			this.waiting.shift();
			next.record.counts = this.ingest(next);
		}
	}

	/** Asking changes it: the first answer right after the upload is `incomplete`. */
	status(batchId: string): BatchStatus {
		const record = this.records.get(batchId);
		const age = record === undefined ? Infinity : this.clock() - record.submittedAt;
		if (record === undefined || age > STATUS_LIFETIME_MS) return { status: 'unknown' };
		const { batchSize, counts } = record;
		const isTold = record.asked || age > RIGHT_AFTER_MS;
		record.asked = true;
		return isTold && counts ? { status: 'complete', batchSize, counts } : { status: 'incomplete', batchSize };
	}

	failRowsOf(idType: ProfileIdType, id: string): void {
		this.failing.add(`${idType}=${id}`);
	}

	private ingest({ version, file, dueAt }: SubmittedBatch): IngestedCounts {
		const counts: IngestedCounts = {
			consumedCount: 0,
			successfulUpdates: 0,
			profilesNotFound: 0,
			failedIds: [],
		};
		for (const row of file.rows) {
			if (!row.hasValues()) continue;
			if (this.rowsLost > 0 && this.random() < this.rowsLost) {
				this.onLost();
				continue;
			}
			counts.consumedCount++;
			if (this.failing.has(`${file.idType}=${row.id}`)) counts.failedIds.push(row.id);
			else if (this.write(version, file.idType, row, dueAt)) counts.successfulUpdates++;
			else counts.profilesNotFound++;
		}
		return counts;
	}

	private write(version: BulkVersion, idType: ProfileIdType, row: BatchRow, at: number): boolean {
		if (version === 'v1') return this.profiles.update(idType, row.id, row.attributes(), at);
		this.profiles.updateOrCreate(idType, row.id, row, at);
		return true;
	}
}
