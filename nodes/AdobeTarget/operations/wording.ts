/** "1 batch", "2 batches". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${count} ${count === 1 ? singular : plural}`;
}

/** "item 4" or "items 4 to 9"; items are counted from 0, as n8n does. */
export function itemRange(first: number, last: number): string {
	return first === last ? `item ${first}` : `items ${first} to ${last}`;
}
