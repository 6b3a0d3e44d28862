import { ratiosOf, type Results } from './ratios';
import { HANDSHAKE_MS } from '../target/distantTls';

/** A figure, and what it is to be. */
export interface Aim {
	readonly what: string;
	readonly value: number | undefined;
	/** Figures without either are only shown. */
	readonly atMost?: number;
	readonly atLeast?: number;
}

/**
 * What a row of a file may take, in microseconds. Target takes 50 calls of under 50 MB a minute, some 40 MB/s: at the 100
 * bytes of a row here, a node that keeps to this is never what a large file waits for.
 */
const MOST_FOR_A_ROW = 2.5;

/** What a user notices who took n8n's own nodes before. No more is wanted, as those may get faster by themselves. */
const TIMES_FASTER_THAN_N8N = 5;

/** All figures that are compared, in the order in which they are shown. */
export function aimsOf(results: Results): Aim[] {
	const { single, bulkItems, bulkFile, growth, minute, loop, webhook } = ratiosOf(results);
	return [
		{ what: 'Update Profile ÷ undici alone, 0 ms', value: single.vsBareUndici, atMost: 1.25 },
		{ what: 'Update Profile ÷ undici alone, 50 ms', value: single.vsBareUndici50ms, atMost: 1.05 },
		{ what: 'HTTP Request ÷ Update Profile, time', value: single.vsHttpRequestNode },
		{ what: 'Update Profile ÷ HTTP Request, processor time', value: single.cpuVsHttpRequestNode },
		{ what: 'Bulk from items ÷ encoding alone', value: bulkItems.vsEncodeOnly, atMost: 1.5 },
		{ what: 'Bulk from items ÷ curl with the files ready', value: bulkItems.vsCurl },
		{
			what: 'Code + HTTP Request ÷ bulk from items, time',
			value: bulkItems.vsCodeAndHttpRequest,
			atLeast: TIMES_FASTER_THAN_N8N,
		},
		{ what: 'Bulk from items ÷ Code + HTTP Request, memory', value: bulkItems.memoryVsCodeAndHttpRequest },
		{ what: 'A row of a file, Keep, µs', value: bulkFile.rowMicroseconds, atMost: MOST_FOR_A_ROW },
		{ what: 'A row of a file, Merge, µs', value: bulkFile.mergeRowMicroseconds, atMost: MOST_FOR_A_ROW },
		{ what: 'Bulk from a file, Keep ÷ papaparse alone', value: bulkFile.vsPapaparseOnly },
		{
			what: 'Bulk from a file, Keep ÷ papaparse with the text in memory',
			value: bulkFile.vsPapaparseWholeText,
		},
		{ what: 'Bulk from a file, Keep ÷ curl with the files ready', value: bulkFile.vsCurl },
		{ what: 'Bulk from a file, Merge ÷ papaparse alone', value: bulkFile.mergeVsPapaparseOnly },
		{
			what: 'Extract From File + Code + HTTP Request ÷ Keep, time',
			value: bulkFile.vsExtractCodeAndHttpRequest,
			atLeast: TIMES_FASTER_THAN_N8N,
		},
		{ what: 'Cost of a row, the most ÷ the least from 100,000 rows', value: growth.mostVsLeast, atMost: 1.3 },
		{ what: 'Ten million rows ÷ curl with the same batches ready', value: minute.vsCurl },
		{ what: 'Ten million rows ÷ curl, over a line of 40 MB/s', value: minute.vsCurlByLine, atMost: 1.5 },
		{ what: 'Longest hold of n8n’s event loop by the node, ms', value: loop.longestHoldMs, atMost: 50 },
		{ what: 'Webhook, first execution − later ones, ms', value: webhook.savedMs, atLeast: HANDSHAKE_MS },
	];
}

/** "at most 1.25"; empty where nothing is aimed at. */
export function aimInWords({ atMost, atLeast }: Aim): string {
	if (atMost !== undefined) return `at most ${atMost}`;
	return atLeast === undefined ? '' : `at least ${atLeast}`;
}

/** Whether a figure is what it is to be; undefined where nothing was measured or is aimed at. */
export function isMet({ value, atMost, atLeast }: Aim): boolean | undefined {
	if (value === undefined) return undefined;
	if (atMost !== undefined) return value <= atMost;
	return atLeast === undefined ? undefined : value >= atLeast;
}

/** What was missed, a sentence for each; one that all were met where none was. */
export function verdict(aims: readonly Aim[]): string[] {
	const missed = aims.filter((aim) => isMet(aim) === false);
	if (missed.length === 0) return ['Every aim that was measured is met.'];
	return missed.map(
		(aim) => `Missed: ${aim.what} is ${aim.value?.toFixed(2) ?? ''}, ${aimInWords(aim)} was wanted.`,
	);
}
