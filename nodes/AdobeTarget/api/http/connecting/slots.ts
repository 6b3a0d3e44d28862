import { onAbort } from '../../onAbort';

/** Lets a number of requests be under way at once; the others wait, in the order in which they came. */
export class Slots {
	private readonly line = new Set<(error?: Error) => void>();

	/** @param free how many, 1 or more */
	constructor(private free: number) {}

	/**
	 * Does some work in a slot, once one is free.
	 *
	 * @throws the signal's reason once it is aborted before that, or what {@link refuse} is given; what the work throws
	 */
	async use<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
		if (this.free > 0) this.free--;
		else await this.wait(signal);
		try {
			return await work();
		} finally {
			this.giveBack();
		}
	}

	/** Ends the waiting of all. */
	refuse(error: Error): void {
		for (const settle of this.line) settle(error);
	}

	private async wait(signal?: AbortSignal): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const settle = (error?: Error) => {
				this.line.delete(settle);
				endWaiting();
				if (error === undefined) resolve();
				else reject(error);
			};
			this.line.add(settle);
			const endWaiting = onAbort(signal, () => {
				this.line.delete(settle);
				reject(signal?.reason as Error);
			});
		});
	}

	/** Gives a slot back: to the first that waits. */
	private giveBack(): void {
		const [first] = this.line;
		if (first === undefined) this.free++;
		else first();
	}
}
