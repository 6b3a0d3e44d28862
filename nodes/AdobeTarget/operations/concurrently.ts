/**
 * Works through a list with so many under way at a time, begun in the list's order.
 *
 * @param work returns false to end early: none is begun after it, those under way are awaited
 * @throws the first error of `work`, once those under way have ended
 */
export async function concurrently<Entry>(
	list: readonly Entry[],
	concurrency: number,
	work: (entry: Entry, index: number) => Promise<boolean>,
): Promise<void> {
	const entries = list.entries();
	let ended = false;
	const worker = async () => {
		// The workers share one iterator, so each entry goes to the first that is free.
		for (const [index, entry] of entries) {
			let goOn = false;
			try {
				goOn = await work(entry, index);
			} finally {
				ended ||= !goOn;
			}
			if (ended) return;
		}
	};
	const workers = Array.from({ length: Math.min(concurrency, list.length) }, worker);
	for (const result of await Promise.allSettled(workers)) {
		if (result.status === 'rejected') throw result.reason;
	}
}
