import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { cutIntoBatches } from '../../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import { rowsOf } from '../rows';
import type { Row } from '../rows';

const hashOfBytes = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

test('batches keep their bytes for ever, whatever is cut after them, in this run or in others', async () => {
	const run = fc.record({
		rows: fc.integer({ min: 1, max: 60 }),
		ids: fc.integer({ min: 1, max: 60 }),
		text: fc.string({ minLength: 1, maxLength: 200 }),
		rowsPerBatch: fc.integer({ min: 1, max: 30 }),
	});
	const handedOut: Array<{ readonly body: Buffer; readonly hash: string }> = [];
	await fc.assert(
		fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (runs) => {
			for (const { rows, ids, text, rowsPerBatch } of runs) {
				const { source, columns } = rowsOf(
					Array.from({ length: rows }, (_, row): Row => [`c${row % ids}`, ['x', `${row}${text}`]]),
				);
				const batches = cutIntoBatches({
					source,
					survey: await surveyRows(source, 'merge', undefined),
					idType: 'thirdPartyId',
					columns,
					limits: { rows: rowsPerBatch, bytes: 1_000_000 },
					onMerged: () => undefined,
					onInvalid: () => undefined,
				});
				for await (const { body } of batches) handedOut.push({ body, hash: hashOfBytes(body) });
			}
		}),
		{ numRuns: 30 },
	);
	expect(handedOut.filter(({ body, hash }) => hashOfBytes(body) !== hash)).toHaveLength(0);
	// Not even the room around them is shared.
	expect(new Set(handedOut.map(({ body }) => body.buffer)).size).toBe(handedOut.length);
});
