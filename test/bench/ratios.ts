import type { Contest } from './contest';
import {
	BARE,
	BULK,
	CODE,
	ENCODE_ONLY,
	EXTRACT,
	HTTP_REQUEST,
	KEEP,
	MERGE,
	PAPAPARSE,
	PAPAPARSE_WHOLE,
	UPDATE,
} from './disciplines';
import { ratio } from './figures';
import type { Health } from './health';

/** All that was measured. */
export interface Results {
	single?: Contest;
	single50ms?: Contest;
	/** The largest last. */
	bulkItems: Contest[];
	health?: Health;
	bulkFile?: Contest;
	growth: Contest[];
}

/** Medians against each other; left out where one of the two was not measured. */
export function ratiosOf({ single, single50ms, bulkItems, bulkFile }: Results) {
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
			vsCodeAndHttpRequest: between(items, CODE, BULK),
			memoryVsCodeAndHttpRequest: between(items, BULK, CODE, 'peakMb'),
		},
		bulkFile: {
			vsPapaparseOnly: between(bulkFile, KEEP, PAPAPARSE),
			vsPapaparseWholeText: between(bulkFile, KEEP, PAPAPARSE_WHOLE),
			mergeVsPapaparseOnly: between(bulkFile, MERGE, PAPAPARSE),
			vsExtractCodeAndHttpRequest: between(bulkFile, EXTRACT, KEEP),
		},
	};
}

export function figuresIn(contest: Contest | undefined, contender: string) {
	return contest?.figures.find((figures) => figures.contender === contender);
}
