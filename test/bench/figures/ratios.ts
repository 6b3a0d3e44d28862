import type { Contest } from '../contest';
import {
	BARE,
	BULK,
	CODE,
	CURL,
	DEFAULTS,
	ENCODE_ONLY,
	EXTRACT,
	HTTP_REQUEST,
	KEEP,
	MERGE,
	PAPAPARSE,
	PAPAPARSE_WHOLE,
	UPDATE,
} from '../contenders';
import { ratio } from './figures';
import type { Figures } from './figures';
import type { Health } from '../measures/health';
import type { WebhookFigures } from '../webhook';

/** All that was measured. */
export interface Results {
	single?: Contest;
	single50ms?: Contest;
	/** The largest last. */
	bulkItems: Contest[];
	health?: Health;
	bulkFile?: Contest;
	/** The smallest file first. */
	growth?: Contest;
	/** Under the limit of calls, as fast as the machine is, and over a line. */
	minute?: Contest;
	minuteByLine?: Contest;
	webhook?: WebhookFigures;
}

/** What a row costs is compared from this size on. */
const LEAST_ROWS_COMPARED = 100_000;

/** Medians against each other; left out where one of the two was not measured. */
export function ratiosOf(results: Results) {
	const { single, single50ms, bulkItems, bulkFile, growth, minute, minuteByLine, webhook } = results;
	const between = (
		contest: Contest | undefined,
		one: string,
		other: string,
		of: Parameters<typeof ratio>[2] = 'seconds',
	) => ratio(figuresIn(contest, one), figuresIn(contest, other), of);
	const items = bulkItems.at(-1);
	return {
		single: {
			/** The time of ours against theirs: less is better. */
			vsBareUndici: between(single, UPDATE, BARE),
			vsBareUndici50ms: between(single50ms, UPDATE, BARE),
			/** How many times faster ours is: more is better. */
			vsHttpRequestNode: between(single, HTTP_REQUEST, UPDATE),
			cpuVsHttpRequestNode: between(single, UPDATE, HTTP_REQUEST, 'cpuSeconds'),
		},
		bulkItems: {
			vsEncodeOnly: between(items, BULK, ENCODE_ONLY),
			vsCurl: between(items, BULK, CURL),
			vsCodeAndHttpRequest: between(items, CODE, BULK),
			memoryVsCodeAndHttpRequest: between(items, BULK, CODE, 'peakMb'),
		},
		bulkFile: {
			rowMicroseconds: rowMicroseconds(bulkFile, KEEP),
			mergeRowMicroseconds: rowMicroseconds(bulkFile, MERGE),
			vsPapaparseOnly: between(bulkFile, KEEP, PAPAPARSE),
			vsCurl: between(bulkFile, KEEP, CURL),
			vsPapaparseWholeText: between(bulkFile, KEEP, PAPAPARSE_WHOLE),
			mergeVsPapaparseOnly: between(bulkFile, MERGE, PAPAPARSE),
			vsExtractCodeAndHttpRequest: between(bulkFile, EXTRACT, KEEP),
		},
		growth: { mostVsLeast: mostVsLeast(growth) },
		minute: {
			vsCurl: between(minute, DEFAULTS, CURL),
			vsCurlByLine: between(minuteByLine, DEFAULTS, CURL),
		},
		/** The longest in all runs that count. */
		loop: {
			longestHoldMs: longestHold([single, single50ms, ...bulkItems, bulkFile, growth, minute, minuteByLine]),
		},
		/** How much sooner later executions answer than the first: more is better. */
		webhook: { savedMs: webhook && webhook.first.median - webhook.later.median },
	};
}

/** What a profile takes, all that a run begins and ends with in it. */
function rowMicroseconds(contest: Contest | undefined, contender: string): number | undefined {
	const figures = figuresIn(contest, contender);
	return figures && (figures.seconds.median / figures.profiles) * 1e6;
}

function longestHold(contests: ReadonlyArray<Contest | undefined>): number | undefined {
	const holds = contests
		.flatMap((contest) => contest?.figures ?? [])
		.flatMap(({ holdMs }) => holdMs?.most ?? []);
	return holds.length === 0 ? undefined : Math.max(...holds);
}

/** The cost of a row where it is highest against where it is lowest: less is better, and 1 is flat. */
function mostVsLeast(growth: Contest | undefined): number | undefined {
	const costs = growth?.figures
		.filter(({ profiles }) => profiles >= LEAST_ROWS_COMPARED)
		.map((figures) => costOfMoreRows(growth, figures))
		.filter((cost) => cost !== undefined);
	if (costs === undefined || costs.length < 2) return undefined;
	return Math.round((Math.max(...costs) / Math.min(...costs)) * 1_000) / 1_000;
}

/**
 * Seconds for each row beyond those of the smallest file: what a run takes whatever it has to send
 * is left out. Undefined for the smallest file itself.
 */
export function costOfMoreRows(growth: Contest, { seconds, profiles }: Figures): number | undefined {
	const [least] = growth.figures;
	if (least === undefined || profiles === least.profiles) return undefined;
	return (seconds.median - least.seconds.median) / (profiles - least.profiles);
}

function figuresIn(contest: Contest | undefined, contender: string) {
	return contest?.figures.find((figures) => figures.contender === contender);
}
