import { onAbort } from '../../onAbort';

/** So many may be under way at once; the others wait, in the order in which they came. */
export class Slots {
	private readonly line = new Set<(error?: Error) => void>();

	/** @param free how many, 1 or more */
	constructor(private free: number) {}

	/** Takes a slot where one is free at once. */
	takeFree(): boolean {
		if (this.free === 0) return false;
		this.free--;
		return true;
	}

	/** Waits for a slot. @throws the signal's reason once it is aborted, or what {@link refuse} is given */
	async wait(signal?: AbortSignal): Promise<void> {
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
	giveBack(): void {
		const [first] = this.line;
		if (first === undefined) this.free++;
		else first();
	}

	/** Ends the waiting of all. */
	refuse(error: Error): void {
		for (const settle of this.line) settle(error);
	}
}
