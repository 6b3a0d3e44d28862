import type { Seen } from './edge/answers';

/** The profiles that the check makes up. */
export const PROFILES = [
	'control',
	'update',
	'characters',
	'comma',
	'lineEnd',
	'canary',
	'carriageReturns',
	'mark',
	'blankLine',
	'spaces',
	'override',
	'nobody',
] as const;

export type ProfileName = (typeof PROFILES)[number];

/** The questions whose answer tells something by itself, by the name that the evidence has for them. */
export type AnswerName =
	| 'fetch'
	| 'fetchWithoutToken'
	| 'fetchWithoutAgent'
	| 'emptyBatch'
	| 'emptyBatchWithoutToken'
	| 'emptyBatchWithWrongToken'
	| 'updateWithoutToken'
	| 'statusOfNoBatch'
	| BatchName
	| 'statusAtOnce'
	| 'statusDone'
	| 'statusOverHttps'
	| 'statusByBareId'
	| 'statusOfComma'
	| 'statusOfLineEnd'
	| 'updateByQuery'
	| 'updateByBody'
	| 'secondUpdateByQuery'
	| 'secondUpdateByBody';

export type BatchName =
	| 'controlBatch'
	| 'charactersBatch'
	| 'commaBatch'
	| 'lineEndBatch'
	| 'carriageReturnsBatch'
	| 'markBatch'
	| 'blankLineBatch'
	| 'spacesBatch'
	| 'overrideFirst'
	| 'overrideSecond';

/** The minute of the call limit, as it was found. */
export interface LimitSeen {
	/** Calls that were taken before the first refusal; undefined where none was refused. */
	readonly taken?: number;
	readonly refusal?: Seen;
	/** Milliseconds from the first call until one was taken again. */
	readonly openAfterMs?: number;
}

/** All that a check has seen, as plain JSON: it is kept in a file, so that the check can look again later. */
export interface Evidence {
	/** What the IDs of this check have in common. */
	readonly run: string;
	readonly hasToken: boolean;
	/** Whether no question was asked that changes something. */
	readonly readOnly: boolean;
	readonly answers: Partial<Record<AnswerName, Seen>>;
	/** As they were fetched last; null where Target had none. */
	readonly profiles: Partial<Record<ProfileName, Record<string, string> | null>>;
	/** When the first batch was sent. */
	sentAt?: number;
	/** Milliseconds from then until its profile could be fetched: an upper bound, as it is looked for now and then. */
	visibleAfterMs?: number;
	limit?: LimitSeen;
}

/** @param run letters and digits that no other check has */
export function noEvidence(run: string, hasToken: boolean, readOnly: boolean): Evidence {
	return { run, hasToken, readOnly, answers: {}, profiles: {} };
}

/** The third-party ID of a profile that a check makes up. */
export function idOf({ run }: Pick<Evidence, 'run'>, name: ProfileName): string {
	return `n8n-check-${run}-${PROFILES.indexOf(name)}`;
}
