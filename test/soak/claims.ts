import type { INodeExecutionData } from 'n8n-workflow';

import type { NodeRunResult } from '../engine/engine';

/** What the node says of one input item: that it was submitted, or why it was not. */
type Claim =
	| { readonly submitted: true }
	| { readonly submitted: false; readonly error: string; readonly advice: string };

/**
 * What a run that continues on errors says of each of its items, in their order.
 *
 * @throws Error when an item is in the output twice or not at all, or says neither
 */
export function claimsOf({ success, failed }: NodeRunResult, items: number): Claim[] {
	const claims = new Map<number, Claim>();
	for (const output of [...success, ...failed]) {
		const claim = claimOf(output);
		for (const item of itemsOf(output)) {
			if (claims.has(item)) throw new Error(`Item ${item} is in the output twice.`);
			claims.set(item, claim);
		}
	}
	return Array.from({ length: items }, (_, item) => {
		const claim = claims.get(item);
		if (claim === undefined) throw new Error(`Item ${item} is not in the output.`);
		return claim;
	});
}

/** Whether the words of an error say that the request may or may not have been taken. */
export function saysUnknown(words: string): boolean {
	return words.includes('is not known') || /does not say whether the (update|batch) was taken/.test(words);
}

function claimOf({ json }: INodeExecutionData): Claim {
	const { error, message: advice = '' } = json;
	if (typeof error === 'string' && typeof advice === 'string') return { submitted: false, error, advice };
	if (json.submitted === true || json.status === 'submitted') return { submitted: true };
	throw new Error(`An output says neither that it was submitted nor why not: ${JSON.stringify(json)}`);
}

/** The input items that an output is linked to. */
function itemsOf({ pairedItem }: INodeExecutionData): number[] {
	const links = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return links.map((link) => {
		if (link === undefined) throw new Error('An output is linked to no input.');
		return typeof link === 'number' ? link : link.item;
	});
}
