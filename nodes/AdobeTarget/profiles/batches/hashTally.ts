import { grownNumbers } from '../grownNumbers';
import { IdHashes } from '../rows/idHashes';
import { Turn } from '../../turn';

const PARTS = 256;
const FIRST_ROOM = 16;

/** Hashes between two looks at the clock: a part of a millisecond. */
const HASHES_PER_LOOK = 4_096;

/**
 * The hashes of all IDs of a run, to find those that come more than once: 4 to 8 bytes an ID. They are put into parts
 * by their last bits, and each part is gone through with a table of its own, which the processor's caches hold. (One
 * table for ten million hashes took half of a survey, as nearly every look into it had to wait for the memory.)
 */
export class HashTally {
	private readonly parts = Array.from({ length: PARTS }, () => new HashList());

	add(hash: number): void {
		this.parts[hash & (PARTS - 1)]?.add(hash);
	}

	/**
	 * To be called once, when all hashes are there.
	 *
	 * @returns the hashes that were added more than once, and how often one was added that had been before
	 * @throws the signal's reason when it is aborted
	 */
	async findRepeated(signal: AbortSignal | undefined): Promise<{ repeated: IdHashes; repeats: number }> {
		const turn = new Turn(signal);
		const [seen, again] = [new IdHashes(), new IdHashes()];
		let [repeats, found] = [0, 0];
		for (const part of this.parts) {
			seen.clear();
			again.clear();
			const { hashes, size } = part;
			// Those that are repeated stay in the part, each once.
			part.size = 0;
			for (let at = 0; at < size; at++) {
				if (at % HASHES_PER_LOOK === 0 && turn.isOver()) await turn.rest();
				const hash = hashes[at] ?? 0;
				if (seen.add(hash)) continue;
				repeats++;
				if (again.add(hash)) part.add(hash);
			}
			found += part.size;
		}
		// It has room for all from the start, as a large table would take long to grow in one piece.
		const repeated = new IdHashes(found);
		for (const { hashes, size } of this.parts) {
			for (let at = 0; at < size; at++) {
				if (at % HASHES_PER_LOOK === 0 && turn.isOver()) await turn.rest();
				repeated.add(hashes[at] ?? 0);
			}
		}
		return { repeated, repeats };
	}
}

/** Hashes one after the other, with room for as many as come. */
class HashList {
	hashes = new Int32Array(FIRST_ROOM);

	size = 0;

	add(hash: number): void {
		if (this.size === this.hashes.length) this.hashes = grownNumbers(this.hashes);
		this.hashes[this.size++] = hash;
	}
}
