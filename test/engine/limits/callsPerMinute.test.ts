import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, credentialFor, ON_ERROR, runBulk, runUpdate } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const emulator = emulatorPerTest({ clock: clock.now });

const items = Array.from({ length: 100 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));

/** An expression that comes to a value. */
const comesTo = (value: unknown) => `={{ ${value === undefined ? 'undefined' : JSON.stringify(value)} }}`;

/** In how many whole minutes a run of 100 batches is through. */
async function minutesWith(others: Record<string, string | number>): Promise<number> {
	const began = clock.now();
	const { success } = await runBulk(
		emulator(),
		items,
		{ options: { rowsPerBatch: 1 } },
		{ credential: { ...credentialFor(emulator()), ...others } },
	);
	expect(success).toHaveLength(100);
	expect(emulator().counts.refused).toBe(0);
	return Math.floor((clock.now() - began) / 60_000);
}

test.each([
	['a credential that was saved without it', {}, 1],
	['50', { callsPerMinute: 50 }, 1],
	['25', { callsPerMinute: 25 }, 3],
	['a text', { callsPerMinute: comesTo('20') }, 4],
	['a fraction', { callsPerMinute: comesTo(25.9) }, 3],
])('Calls per Minute: %s', async (_, others, minutes) => {
	const taken = await minutesWith(others);
	// The virtual minute may be over before an answer has come that is on its way.
	expect([minutes, minutes + 1]).toContain(taken);
});

test('of two credentials for one client code the smaller number holds', async () => {
	const minutes = await Promise.all([minutesWith({ callsPerMinute: 25 }), minutesWith({})]);
	expect(Math.max(...minutes)).toBeGreaterThanOrEqual(7);
});

const NO_NUMBERS = [0, 0.5, -1, 51, 1e9, NaN, null, undefined, true, '', ' ', 'many', '25 calls', [], {}];

test.each(NO_NUMBERS.map(comesTo))(
	'with %s it is an error that names the field, and nobody is asked',
	async (callsPerMinute) => {
		for (const run of [runBulk, runUpdate]) {
			for (const onError of ON_ERROR) {
				const credential = { ...credentialFor(emulator()), callsPerMinute };
				const result = await run(emulator(), items.slice(0, 1), {}, { onError, credential });
				const [item] = [...result.failed, ...result.success];
				expect(onError === 'stopWorkflow' ? result.error?.message : item?.json.error).toBe(
					'"Calls per Minute" in the credential must be a number from 1 to 50',
				);
			}
		}
		expect(emulator().counts.connections).toBe(0);
	},
);
