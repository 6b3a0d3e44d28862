import type { INodeExecutionData } from 'n8n-workflow';

import { MOST_ITEMS_KEPT } from '../../profiles/batches/batchDraft';
import { failureItem } from '../../n8n/failure';
import type { Failure } from '../../n8n/failure';
import { fill, sayCount } from '../../say';
import { ADVICE, MESSAGES } from './messages';

/**
 * A run gives no more error items than these, whatever failed, beside a few that stand for the rest. n8n's work with them is
 * quadratic: 10,000 took it 0.1 s, 50,000 2.3 s (n8n 2.41.1). Of a batch no more items are known.
 */
export const MOST_ERROR_ITEMS = MOST_ITEMS_KEPT;

/** Why some have no error item of their own. */
export const NO_MORE_ERRORS = fill(ADVICE.noMoreErrors, { most: MOST_ERROR_ITEMS.toLocaleString('en') });

/** How to get the input items that have none. */
export const FILTER_THE_INPUT = `${NO_MORE_ERRORS} ${ADVICE.filterInput}`;

/** What is left of the error items that a run may give. */
export class ErrorItems {
	private left = MOST_ERROR_ITEMS;

	/** @returns how many error items may be given of those that are wanted; they count as given */
	take(wanted: number): number {
		const given = Math.min(wanted, this.left);
		this.left -= given;
		return given;
	}

	/** The failure as an error item of each of the input items, the first of them where there is no room for all. */
	forEach(failure: Failure, items: readonly number[]): INodeExecutionData[] {
		const { json } = failureItem(failure);
		const given = items.slice(0, this.take(items.length));
		return given.map((item) => ({ json: { ...json }, pairedItem: { item } }));
	}

	/**
	 * What concerns a whole run as an error item of each input item; where there is no room for all, one more says how
	 * many others there are.
	 *
	 * @param inputItems how many there are
	 * @param withOtherError those of them that have an error of their own
	 * @param concerned how many have this error
	 */
	forRun(
		{ error, after = '' }: Pick<Failure, 'error' | 'after'>,
		inputItems: number,
		withOtherError: ReadonlySet<number> = new Set(),
		concerned = inputItems - withOtherError.size,
	): INodeExecutionData[] {
		const items: number[] = [];
		for (let item = 0; item < inputItems && items.length < this.left; item++) {
			if (!withOtherError.has(item)) items.push(item);
		}
		const given = this.forEach({ error, items: [], after }, items);
		const count = concerned - given.length;
		if (count === 0) return given;
		const [subject] = sayCount(MESSAGES.sameError, count);
		return [
			...given,
			failureItem({ error, items: [], subject, after: `${after} ${NO_MORE_ERRORS}`.trimStart() }),
		];
	}
}
