/** Numbers from 0 up to but not 1 that look drawn by chance, and are the same for the same seed. */
export type Random = () => number;

/** Tommy Ettinger's Mulberry32: 32 bits of state, good enough for dice. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let bits = state;
		bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A whole number from `lowest` to `highest`, both included. */
export function numberFrom(random: Random, lowest: number, highest: number): number {
	return lowest + Math.floor(random() * (highest - lowest + 1));
}

/** @param list not empty */
export function oneOf<Entry>(random: Random, list: readonly Entry[]): Entry {
	const entry = list[Math.floor(random() * list.length)];
	if (entry === undefined) throw new RangeError('Nothing to choose from');
	return entry;
}
