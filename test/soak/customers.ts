import type { IDataObject } from 'n8n-workflow';

import { numberFrom, oneOf, type Random } from '../emulator/random';

const NAMES = [
	'tier',
	'city',
	'größe',
	'last order',
	'points',
	'a&b=c',
	'opt;in',
	'100%',
	'__proto__x',
	'segment',
];

/** What has to be escaped somewhere on the way, and what is easily mistaken for something else. */
const TEXTS = [
	'gold',
	'Köln',
	'Łódź',
	'Smith & Sons',
	'1+1=2',
	'100 %',
	'a,b;c',
	'"quoted"',
	'two\nlines',
	'tab\there',
	'#1',
	'%2C',
	'😀',
	' spaces ',
	'日本',
];
const MOST_ATTRIBUTES = 6;

/** A text as a batch has it by default: without commas and line ends, as nobody knows which of them Target keeps. */
export function asInBatch(text: string): string {
	return text.replaceAll(',', ';').replaceAll('\n', ' ');
}

/** A made-up customer as n8n gives it to the node, and as Target is to hold it. */
export interface Customer {
	readonly item: IDataObject & { readonly id: string };
	readonly attributes: ReadonlyMap<string, string>;
}

/**
 * @param prefix what their IDs begin with, so that no two groups have one in common
 * @param held what Target is to hold of a text
 * @param bytes of one more attribute, for batches that no socket takes at once
 */
export function customers(
	random: Random,
	prefix: string,
	count: number,
	held: (text: string) => string = (text) => text,
	bytes = 0,
): Customer[] {
	return Array.from({ length: count }, (_, number) => {
		const item: Customer['item'] = { id: `${prefix}${number}` };
		const attributes = new Map<string, string>();
		const size = numberFrom(random, 1, MOST_ATTRIBUTES);
		while (attributes.size < size) {
			const name = oneOf(random, NAMES);
			const value = valueFrom(random, number);
			item[name] = value;
			attributes.set(name, held(String(value)));
		}
		if (bytes > 0) {
			// Different in each, or one that is sent in the place of another would look right.
			const notes = `${prefix}${number} `.repeat(Math.ceil(bytes / 8)).slice(0, bytes);
			item.notes = notes;
			attributes.set('notes', notes);
		}
		return { item, attributes };
	});
}

/** Never empty: Target ignores empty values. */
function valueFrom(random: Random, number: number): string | number | boolean {
	const kind = random();
	if (kind < 0.1) return random() < 0.5;
	if (kind < 0.3) return numberFrom(random, -1_000_000, 1_000_000) / 100;
	return `${oneOf(random, TEXTS)} ${number}`;
}
