import { counted } from '../../../wording';
import type { Places } from './rowNames';
import type { BatchFacts } from '../submitBatches';

/** "Batch 2 (50,000 profiles, items 50000 to 99999)". */
export function batchName({ number, rows, first, last }: BatchFacts, places: Places): string {
	return `Batch ${number} (${counted(rows, 'profile')}, ${places.range(first, last)})`;
}
