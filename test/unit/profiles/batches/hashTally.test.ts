import fc from 'fast-check';

import { HashTally } from '../../../../nodes/AdobeTarget/profiles/batches/hashTally';

const hashOfNumber = (number: number) => Math.imul(number + 1, 0x9e37_79b1);

test('what was added more than once is found, each repetition counted, and nothing else', async () => {
	const fewDifferent = fc.array(fc.integer({ min: 1, max: 60 }).map(hashOfNumber));
	const anyAtAll = fc.array(fc.integer().filter((hash) => hash !== 0));
	await fc.assert(
		fc.asyncProperty(fc.oneof(fewDifferent, anyAtAll), async (hashes) => {
			const tally = new HashTally();
			for (const hash of hashes) tally.add(hash);
			const { repeated, repeats } = await tally.findRepeated(undefined);

			const different = [...new Set(hashes)];
			const twice = different.filter((hash) => hashes.indexOf(hash) !== hashes.lastIndexOf(hash));
			expect(different.filter((hash) => repeated.has(hash))).toEqual(twice);
			expect(repeated.size).toBe(twice.length);
			expect(repeats).toBe(hashes.length - different.length);
		}),
	);
});

test('hashes that agree in their last bits are told apart, however many they are', async () => {
	const tally = new HashTally();
	for (let number = 1; number <= 20_000; number++) tally.add(number << 8);
	tally.add(777 << 8);
	const { repeated, repeats } = await tally.findRepeated(undefined);
	expect({ repeats, size: repeated.size, found: repeated.has(777 << 8) }).toEqual({
		repeats: 1,
		size: 1,
		found: true,
	});
});

test('other work has its turn while many hashes are gone through, and may end it', async () => {
	const tally = new HashTally();
	for (let number = 0; number < 3_000_000; number++) tally.add(hashOfNumber(number));
	const reason = new Error('stopped');
	const stop = new AbortController();
	setImmediate(() => {
		stop.abort(reason);
	});
	await expect(tally.findRepeated(stop.signal)).rejects.toBe(reason);
});
