import * as virtualClock from '../../clock/virtualClock';
import { startEmulator } from '../../emulator';
import type { CannedAnswer, Fault } from '../../emulator';
import { claimsOf, saysUnknown } from '../../soak/claims';
import { runBulk, runUpdate } from '../emulatedRun';
import { nothingIsLeftAfterEachTest } from './leftovers';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

nothingIsLeftAfterEachTest();

/** What a try meets, in words and as the emulator is told, and how often. */
type Met = readonly [what: string, order: CannedAnswer | Fault, times?: number];

const OPERATIONS = [
	{ name: 'Update Profile', run: runUpdate, options: { excludeFields: 'id' } },
	{ name: 'Bulk Update Profiles', run: runBulk, options: { rowsPerBatch: 1 } },
] as const;

/** Over a kept connection the request goes again at once, so it is the second of them that ends a try. */
const ENDS_A_TRY = 2;

/** Target takes the update, and the node can't know that. */
const TAKEN: readonly Met[] = [
	['a reset in place of an answer', { fault: 'reset', at: 'processed' }, ENDS_A_TRY],
	['a FIN in place of an answer', { fault: 'close', at: 'processed' }, ENDS_A_TRY],
	['a kept connection that is reset', { fault: 'reset', at: 'processed' }],
	['a kept connection that is closed', { fault: 'close', at: 'processed' }],
	['half an answer', { fault: 'close', at: 'halfBody' }],
	['no HTTP', { fault: 'gibberish', at: 'processed' }],
	['headers that are too long', { status: 200, headers: { 'x-long': 'x'.repeat(20_000) }, processed: true }],
	['HTTP 500', { status: 500, processed: true }],
	['HTTP 504', { status: 504, processed: true }],
	['an empty answer', { fault: 'spoiled', how: 'empty', processed: true }],
	['an answer without its end', { fault: 'spoiled', how: 'broken', processed: true }],
];

/** Target certainly does not take the update. */
const NOT_TAKEN: readonly Met[] = [
	['success=false', { fault: 'spoiled', how: 'refused' }],
	['HTTP 400', { status: 400 }],
	['HTTP 401', { status: 401 }],
	['HTTP 404', { status: 404 }],
	['HTTP 413', { status: 413 }],
	['HTTP 408', { status: 408 }],
	['HTTP 429', { status: 429 }],
	['a redirect', { status: 302, headers: { location: 'https://example.com/' } }],
];

/** More than any of the runs has. */
const MANY_TRIES = 10;

let emulators = 0;

/**
 * What the node says of the second of two items, and what Target holds of it.
 *
 * @param first what the first try meets, over the connection that the first item has left
 * @param last what all further tries meet
 */
async function afterTries(
	{ run, options }: (typeof OPERATIONS)[number],
	first: Met | undefined,
	[, last]: Met,
	maxRetries: number,
): Promise<{ words: string; held: string | undefined }> {
	const emulator = await startEmulator({ clientCode: `tries-${++emulators}` });
	try {
		const items = [0, 1].map((item) => ({ id: `c${item}`, tier: 'gold' }));
		for (const { id } of items) emulator.putProfile('thirdPartyId', id);
		emulator.answerNext({ fault: 'latency', ms: 0 });
		if (first) emulator.answerNext(first[1], first[2]);
		emulator.answerNext(last, MANY_TRIES);
		const parameters = { options: { ...options, concurrency: 1, maxRetries } };
		const result = await run(emulator, items, parameters, { onError: 'continueRegularOutput' });
		await emulator.settled();
		const [before, claim] = claimsOf(result, items.length);
		expect(before?.submitted).toBe(true);
		if (claim?.submitted !== false) throw new Error('The second item was submitted');
		const held = emulator.profile('thirdPartyId', 'c1')?.get('tier');
		return { words: `${claim.error}. ${claim.advice}`, held };
	} finally {
		await emulator.close();
	}
}

describe.each(OPERATIONS)(
	'$name: where an earlier try may have been taken, the error says so',
	(operation) => {
		const refusals = NOT_TAKEN.map((last) => ({ last, what: last[0] }));
		const pairs = TAKEN.flatMap((first) =>
			NOT_TAKEN.map((last) => ({ first, last, of: first[0], to: last[0] })),
		);

		test.each(pairs)('$of, and then $to', async ({ first, last }) => {
			const { words, held } = await afterTries(operation, first, last, 1);
			expect(held).toBe('gold');
			expect({ words, unknown: saysUnknown(words) }).toEqual({ words, unknown: true });
		});

		test.each(refusals)(
			'without retries: a kept connection that is reset, and then $what',
			async ({ last }) => {
				const reset: Met = ['reset', { fault: 'reset', at: 'processed' }];
				const { words, held } = await afterTries(operation, reset, last, 0);
				expect(held).toBe('gold');
				expect({ words, unknown: saysUnknown(words) }).toEqual({ words, unknown: true });
			},
		);

		test.each(refusals)('$what at each try leaves no doubt', async ({ last }) => {
			const { words, held } = await afterTries(operation, undefined, last, 1);
			expect(held).toBeUndefined();
			expect({ words, unknown: saysUnknown(words) }).toEqual({ words, unknown: false });
		});
	},
);
