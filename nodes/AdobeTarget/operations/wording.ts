/** "1 batch", "2,000 batches". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}
