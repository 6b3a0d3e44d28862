/** "1 batch", "2,000 batches". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

/** Whole seconds of a time in milliseconds: "1,204". */
export function seconds(milliseconds: number): string {
	return Math.round(milliseconds / 1_000).toLocaleString('en');
}
