import type { IExecuteFunctions } from 'n8n-workflow';

import { LONGEST_ADDRESS } from '../../api/calls/submitUpdate';
import { hint } from '../../n8n/hint';
import { say, sayCount } from '../../say';
import { shownNames } from '../../shown';
import { counted } from '../../wording';
import { HINTS } from './messages';

/** From here on bulk is the better way. */
const MANY_ITEMS = 1_000;

/** "1,000,000 updates per rolling 24 hours" (single profile API page); what comes back past it is not said. */
const UPDATES_PER_DAY = 1_000_000;

/** Says where there are more items than Adobe means single updates for. */
export function hintAtMany(context: IExecuteFunctions, items: number): void {
	if (items > UPDATES_PER_DAY) {
		hint(context, 'info', ...say(HINTS.moreThanADay));
	} else if (items > MANY_ITEMS) {
		hint(context, 'info', ...say(HINTS.manyItems, { items: counted(items, 'item') }));
	}
}

/** Says how many updates are too long for an address, because nobody has shown in public that Target reads a body. */
export function hintAtBodies(context: IExecuteFunctions, count: number): void {
	if (count === 0) return;
	const bytes = LONGEST_ADDRESS.toLocaleString('en');
	hint(context, 'warning', ...sayCount(HINTS.inBody, count, { bytes }));
}

/** Says whose profiles Target does not know; their items are no errors. */
export function hintAtUnknown(context: IExecuteFunctions, ids: readonly string[], items: number): void {
	if (ids.length === 0) return;
	const count = ids.length.toLocaleString('en');
	const values = { count, items: counted(items, 'item'), ids: shownNames(ids) };
	hint(context, 'warning', ...say(HINTS.noSuchProfile, values));
}
