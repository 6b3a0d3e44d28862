import { hashOf, IdHashes } from '../../../../nodes/AdobeTarget/profiles/rows/idHashes';

function hashOfText(text: string): number {
	const bytes = Buffer.from(`<<${text}>>`);
	return hashOf(bytes, 2, bytes.length - 2);
}

test('a hash is added once, and found after that', () => {
	const hashes = new IdHashes();
	expect(hashes.has(7)).toBe(false);
	expect(hashes.add(7)).toBe(true);
	expect(hashes.add(7)).toBe(false);
	expect(hashes.has(7)).toBe(true);
	expect(hashes.has(8)).toBe(false);
	expect(hashes.size).toBe(1);
});

test.each([
	['spread over all numbers', 0x9e37_79b1, 5_000],
	['that begin alike, which look for a place one after the other', 0x0000_0401, 900],
])('many hashes %s are kept, and no others found', (_, step, count) => {
	const hashes = new IdHashes();
	const drawn = Array.from({ length: 2 * count }, (__, number) => Math.imul(number + 1, step));
	const [added, others] = [drawn.slice(0, count), drawn.slice(count)];
	const sizes = added.filter((hash, index) => hashes.add(hash) && hashes.size === index + 1);
	expect(sizes).toHaveLength(count);
	expect(added.filter((hash) => hashes.has(hash))).toHaveLength(count);
	expect(others.filter((hash) => hashes.has(hash))).toEqual([]);
	expect(added.filter((hash) => hashes.add(hash))).toEqual([]);
	expect(hashes.size).toBe(count);
});

test('hashes at the end of the numbers go on at the table’s beginning', () => {
	const hashes = new IdHashes();
	const last = Array.from({ length: 600 }, (_, number) => -1 - number);
	expect(last.filter((hash) => hashes.add(hash))).toEqual(last);
	expect(last.filter((hash) => hashes.has(hash))).toEqual(last);
	expect(hashes.has(1)).toBe(false);
});

test('a set that was cleared has room for other hashes, and none of the old ones', () => {
	const hashes = new IdHashes();
	const added = Array.from({ length: 5_000 }, (_, number) => Math.imul(number + 1, 0x9e37_79b1));
	for (const hash of added) hashes.add(hash);
	hashes.clear();
	expect(hashes.size).toBe(0);
	expect(added.filter((hash) => hashes.has(hash))).toEqual([]);
	expect(hashes.add(7)).toBe(true);
	expect(hashes.size).toBe(1);
});

test('the bytes of an ID alone make its hash, a signed number of 32 bits', () => {
	expect(hashOf(Buffer.from('abc'), 0, 3)).toBe(hashOfText('abc'));
	expect(hashOfText('abc')).not.toBe(hashOfText('abd'));
	expect(hashOfText('ab')).not.toBe(hashOfText('ba'));
	expect(hashOfText('')).not.toBe(0);
});

test('IDs that are alike have hashes that differ in all their bits', () => {
	const hashes = Array.from({ length: 4_096 }, (_, number) => hashOfText(`customer-${number}`));
	expect(new Set(hashes).size).toBe(4_096);
	expect(hashes.filter((hash) => hash !== (hash | 0))).toEqual([]);
	for (let bit = 0; bit < 32; bit++) {
		const set = hashes.filter((hash) => (hash >>> bit) & 1).length;
		expect(Math.abs(set - 2_048)).toBeLessThan(200);
	}
	// Both halves alone: the table uses the first bits, sharing out of readings the last.
	expect(new Set(hashes.map((hash) => hash >>> 22)).size).toBeGreaterThan(950);
	expect(new Set(hashes.map((hash) => hash & 1_023)).size).toBeGreaterThan(950);
});
