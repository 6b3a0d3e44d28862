const FIRST_SLOTS = 1_024;
const FULLEST = 0.75;

/**
 * A set of hashes, as {@link hashOf} gives them, in one flat table: 5 to 11 bytes an entry, where a Set of ten million
 * numbers takes 400 MB.
 */
export class IdHashes {
	private slots: Int32Array;

	private shift: number;

	/** How many are in it. */
	size = 0;

	/** @param expected how many there is room for; it grows for more */
	constructor(expected = 0) {
		let slots = FIRST_SLOTS;
		while (slots * FULLEST <= expected) slots *= 2;
		this.slots = new Int32Array(slots);
		this.shift = 32 - Math.log2(slots);
	}

	/** @returns false when it was there already */
	add(hash: number): boolean {
		if (this.size >= this.slots.length * FULLEST) this.grow();
		if (!this.put(hash)) return false;
		this.size++;
		return true;
	}

	/** Takes all out again. */
	clear(): void {
		this.slots.fill(0);
		this.size = 0;
	}

	has(hash: number): boolean {
		const { slots } = this;
		const mask = slots.length - 1;
		for (let slot = hash >>> this.shift; ; slot = (slot + 1) & mask) {
			if (slots[slot] === hash) return true;
			if (slots[slot] === 0) return false;
		}
	}

	private put(hash: number): boolean {
		const { slots } = this;
		const mask = slots.length - 1;
		for (let slot = hash >>> this.shift; ; slot = (slot + 1) & mask) {
			if (slots[slot] === hash) return false;
			if (slots[slot] === 0) {
				slots[slot] = hash;
				return true;
			}
		}
	}

	private grow(): void {
		const { slots } = this;
		this.slots = new Int32Array(slots.length * 2);
		this.shift--;
		for (const hash of slots) if (hash !== 0) this.put(hash);
	}
}

/**
 * A hash of bytes: a signed number of 32 bits, never 0 (FNV-1a with murmur3's finish, so that all its bits are good).
 * Two different IDs may have the same one, so it only ever says "perhaps the same".
 */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
	let hash = 0x81_1c_9d_c5;
	for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01_00_01_93);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
	return hash ^ (hash >>> 16) || 1;
}
