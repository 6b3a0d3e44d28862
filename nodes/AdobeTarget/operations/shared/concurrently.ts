/**
 * Works through what an iterator gives, several entries at a time, begun in its order. The next entry is asked for only
 * when there is a worker for it, so a source is never read ahead of the work.
 *
 * @param concurrency how many are under way at a time
 * @param work returns false to end early: none is begun after it, those under way are awaited
 * @throws the first error of `work` or of the iterator, once those under way have ended
 */
export async function concurrently<Entry>(
	entries: Iterator<Entry, void, undefined> | AsyncIterator<Entry, void, undefined>,
	concurrency: number,
	work: (entry: Entry) => Promise<boolean>,
): Promise<void> {
	const errors: unknown[] = [];
	let open = true;
	const isOpen = () => open;
	const worker = async () => {
		while (isOpen()) {
			try {
				// The workers share one iterator, so each entry goes to the first that is free.
				const next = await entries.next();
				if (next.done === true || !isOpen()) return;
				if (!(await work(next.value))) open = false;
			} catch (error) {
				open = false;
				errors.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	// What the iterator holds open, such as a file, is closed when it was not read to its end.
	await entries.return?.();
	if (errors.length > 0) throw errors[0];
}
