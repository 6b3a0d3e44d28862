import fc from 'fast-check';

import { callsFor } from '../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/share';
import { rowsPerBatch } from '../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/rowsPerBatch';

test.each([
	['few rows', 0, 3, 50_000],
	['as many as 40 usual batches', 0, 2_000_000, 50_000],
	['one more', 0, 2_000_001, 50_001],
	['ten million', 0, 10_000_000, 250_000],
	['more than 40 of the largest batches', 0, 30_000_000, 499_999],
	['a number of the panel is kept', 1_000, 10_000_000, 1_000],
	['a larger one, too', 499_999, 3, 499_999],
])('rows per batch: %s', (_what, chosen, rows, expected) => {
	expect(rowsPerBatch(chosen, rows, 50)).toBe(expected);
});

test('by itself a run of up to 20 million rows has no more than 40 batches, and none is too large for Target', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 40 * 499_999 }), (rows) => {
			const each = rowsPerBatch(0, rows, 50);
			expect(each).toBeGreaterThanOrEqual(50_000);
			expect(each).toBeLessThanOrEqual(499_999);
			expect(Math.ceil(rows / each)).toBeLessThanOrEqual(40);
		}),
	);
});

test.each([
	['half of the calls', 1_000_000, 25, 50_000],
	['one row more than half of the calls take', 1_000_001, 25, 50_001],
	['a single call', 300_000, 1, 300_000],
	['a part of a call, as of very many shares', 300_000, 0.05, 300_000],
])('rows per batch with %s', (_what, rows, calls, expected) => {
	expect(rowsPerBatch(0, rows, calls)).toBe(expected);
});

test.each([
	[undefined, 50, 50],
	[undefined, 20, 20],
	[{ number: 1, of: 2 }, 50, 25],
	[{ number: 2, of: 4 }, 25, 12.5],
	[{ number: 2, of: 4 }, 5, 5],
])('with the share %j and %i calls a minute of the process a run has %f', (share, ofProcess, expected) => {
	expect(callsFor(share, ofProcess)).toBe(expected);
});
