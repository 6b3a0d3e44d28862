import { clearTimeout, setTimeout } from 'node:timers';

/** Long enough for a workflow that runs every minute to find the memory of its last run. */
const KEPT_MS = 120_000;

const MEBIBYTE = 1_048_576;

/**
 * Memory outside of V8's heap that is not used any longer: for the next batch, the next file, or the next run. New
 * memory is dear. The system has to find and clear it, and much of it lets V8 mark all of n8n's heap, which can take as
 * much processor time as all the rest of a run.
 */
export class SpareMemory {
	private readonly spare = new Map<Buffer, NodeJS.Timeout>();

	/** @returns at least so many bytes, with whatever was written there before */
	take(bytes: number): Buffer {
		const memory = this.smallestOf(bytes);
		// In whole mebibytes, so that it will do for a run of about the same size.
		if (memory === undefined) return Buffer.allocUnsafeSlow(Math.ceil(bytes / MEBIBYTE) * MEBIBYTE);
		clearTimeout(this.spare.get(memory));
		this.spare.delete(memory);
		return memory;
	}

	/**
	 * Keeps memory for two minutes. Who gives it back must not use it any longer.
	 *
	 * @param memory as {@link take} gave it, and no more than once
	 */
	giveBack(memory: Buffer): void {
		const timer = setTimeout(() => this.spare.delete(memory), KEPT_MS);
		timer.unref();
		this.spare.set(memory, timer);
	}

	private smallestOf(bytes: number): Buffer | undefined {
		let smallest: Buffer | undefined;
		for (const memory of this.spare.keys()) {
			if (memory.length < bytes) continue;
			if (smallest === undefined || memory.length < smallest.length) smallest = memory;
		}
		return smallest;
	}
}

/** What all runs of this process share. */
export const spareMemory = new SpareMemory();
