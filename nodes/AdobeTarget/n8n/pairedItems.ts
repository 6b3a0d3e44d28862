import type { IPairedItemData } from 'n8n-workflow';

/** n8n saves each link between items, so an output names at most this many inputs; its range is in `json`. */
const MOST_PAIRED = 1_000;

/** The first items of several lists, as many as are linked, each once. */
export function firstItems(lists: Iterable<readonly number[]>): number[] {
	const first = new Set<number>();
	for (const list of lists) {
		for (const item of list) {
			if (first.size === MOST_PAIRED) return [...first];
			first.add(item);
		}
	}
	return [...first];
}

/** Links an output item to the input items it came from. */
export function pairedItems(items: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first = 0] = items;
	return items.length === 1 ? { item: first } : items.slice(0, MOST_PAIRED).map((item) => ({ item }));
}
