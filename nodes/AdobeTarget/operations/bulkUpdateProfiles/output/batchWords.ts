import { counted } from '../../../wording';
import type { RowNames } from './rowNames';
import type { BatchFacts } from '../submitBatches';

/** What a batch is called by: its number, "50,000 profiles", "items 50000 to 99999". */
export function batchWords({ number, rows, first, last }: BatchFacts, rowNames: RowNames) {
	return { number, profiles: counted(rows, 'profile'), range: rowNames.range(first, last) };
}
