import { setImmediate } from 'node:timers/promises';

import { grownNumbers } from './grownNumbers';
import { IdHashes } from './idHashes';

const PARTS = 256;
const FIRST_ROOM = 16;

/** So many hashes are gone through without a pause: a few milliseconds. */
const HASHES_PER_TURN = 100_000;

/**
 * The hashes of all IDs of a run, to find those that come more than once: 4 to 8 bytes an ID. They are put into parts
 * by their last bits, and each part is gone through with a table of its own, which the processor's caches hold. (One
 * table for ten million hashes took half of a survey, as nearly every look into it had to wait for the memory.)
 */
export class HashTally {
	private readonly parts = Array.from({ length: PARTS }, () => new Int32Array(FIRST_ROOM));

	private readonly sizes = new Int32Array(PARTS);

	add(hash: number): void {
		const number = hash & (PARTS - 1);
		const size = this.sizes[number] ?? 0;
		let part = this.part(number);
		if (size === part.length) {
			part = grownNumbers(part);
			this.parts[number] = part;
		}
		part[size] = hash;
		this.sizes[number] = size + 1;
	}

	/**
	 * @returns the hashes that were added more than once, and how often one was added that had been before
	 * @throws the signal's reason when it is aborted
	 */
	async findRepeated(signal: AbortSignal | undefined): Promise<{ repeated: IdHashes; repeats: number }> {
		const repeated = new IdHashes();
		const seen = new IdHashes();
		let repeats = 0;
		let inTurn = 0;
		for (let number = 0; number < PARTS; number++) {
			const hashes = this.part(number).subarray(0, this.sizes[number]);
			inTurn += hashes.length;
			if (inTurn > HASHES_PER_TURN) {
				inTurn = 0;
				await setImmediate();
				signal?.throwIfAborted();
			}
			seen.clear();
			for (let at = 0; at < hashes.length; at++) {
				const hash = hashes[at] ?? 0;
				if (seen.add(hash)) continue;
				repeats++;
				repeated.add(hash);
			}
		}
		return { repeated, repeats };
	}

	private part(number: number): Int32Array<ArrayBuffer> {
		return this.parts[number] ?? new Int32Array();
	}
}
