import { setImmediate } from 'node:timers/promises';

import * as virtualClock from '../../clock/virtualClock';
import { startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { claimsOf, saysUnknown } from '../../soak/claims';
import { shows } from '../../soak/secrets';
import type { NodeRunResult } from '../engine';
import { credentialFor, ON_ERROR, runBulk, runUpdate, savedText } from '../emulatedRun';
import { nothingIsLeftAfterEachTest } from './leftovers';
import { ECHOES, QUICK_FAULTS, STALLS } from './faultsTable';
import type { FaultCase } from './faultsTable';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const OPERATIONS = { 'Update Profile': runUpdate, 'Bulk Update Profiles': runBulk } as const;

/** One run of the node: a fault comes once, so three retries are enough, and none are not. */
interface Mode {
	readonly operation: keyof typeof OPERATIONS;
	readonly onError: (typeof ON_ERROR)[number];
	readonly maxRetries: number;
}

const KINDS = (['Update Profile', 'Bulk Update Profiles'] as const).flatMap((operation) =>
	[3, 0].map((maxRetries) => ({ operation, maxRetries })),
);
const MODES: readonly Mode[] = KINDS.flatMap((kind) => ON_ERROR.map((onError) => ({ ...kind, onError })));

const ITEMS = [0, 1, 2];
const TOKEN = '01234567-89ab-cdef-0123-456789abcdef';
const tierOf = (item: number) => `tier-${item}`;

nothingIsLeftAfterEachTest();

/** What was broken off has been closed when a run ends; the emulator learns that soon after. */
const LONGEST_CLOSING_MS = 2_000;

let emulators = 0;

/** With a concurrency of one, this is what may be kept for the next run. */
const KEPT = 1;

/** Runs three items, one after the other, into a fault, and compares what the node claims with what Target holds. */
async function check(fault: FaultCase, mode: Mode): Promise<void> {
	// A client code of its own, as the node counts the calls of each.
	const emulator = await startEmulator({ clientCode: `faults-${++emulators}`, profileToken: TOKEN });
	try {
		const note = fault.large ? 'x'.repeat(50_000) : 'short';
		const items = ITEMS.map((item) => ({ id: `c${item}`, tier: tierOf(item), note }));
		for (const { id } of items) emulator.putProfile('thirdPartyId', id);
		if (fault.order) emulator.answerNext(fault.order);
		const options = {
			concurrency: 1,
			maxRetries: mode.maxRetries,
			...(STALLS.includes(fault) && { timeoutSeconds: 1 }),
			...(mode.operation === 'Update Profile' ? { excludeFields: 'id' } : { rowsPerBatch: 1 }),
		};
		const credential = credentialFor(emulator, TOKEN);
		if (fault.edgeUrl) credential.edgeUrl = fault.edgeUrl(emulator);
		const { onError } = mode;
		const result = await OPERATIONS[mode.operation](emulator, items, { options }, { onError, credential });
		await emulator.settled();
		expectAccount(fault, mode, result, emulator);
		expect(shows(savedText(result), TOKEN)).toBe(false);
		const deadline = performance.now() + LONGEST_CLOSING_MS;
		while (emulator.counts.openConnections > KEPT && performance.now() < deadline) await setImmediate();
		expect(emulator.counts.openConnections).toBeLessThanOrEqual(KEPT);
	} finally {
		await emulator.close();
	}
}

function expectAccount(fault: FaultCase, mode: Mode, result: NodeRunResult, emulator: Emulator): void {
	const struck = struckItems(fault, mode);
	const [first = ITEMS.length] = struck;
	// Under "Stop Workflow" nothing is tried after the first that fails.
	const untried = (item: number) => mode.onError === 'stopWorkflow' && item > first;
	const failed = (item: number) => struck.includes(item);
	const held = (item: number) => emulator.profile('thirdPartyId', `c${item}`)?.get('tier');
	expect(ITEMS.map(held)).toEqual(
		ITEMS.map((item) => (untried(item) || (failed(item) && !fault.processed) ? undefined : tierOf(item))),
	);
	if (mode.onError === 'stopWorkflow' && struck.length > 0) {
		expect([...result.success, ...result.failed]).toEqual([]);
		const words = `${result.error?.message ?? ''}. ${result.error?.description ?? ''}`;
		expect(words).toMatch(
			new RegExp(` ${first} of 3 (items|profiles, in ${first} batch(es)?,) had been submitted before`),
		);
		expect({ words, unknown: saysUnknown(words) }).toEqual({ words, unknown: fault.unknown });
		return;
	}
	expect(result.error).toBeUndefined();
	const claims = claimsOf(result, ITEMS.length);
	expect(ITEMS.filter((item) => !claims[item]?.submitted)).toEqual(struck);
	for (const claim of claims) {
		if (claim.submitted) continue;
		const words = `${claim.error}. ${claim.advice}`;
		expect({ words, unknown: saysUnknown(words) }).toEqual({ words, unknown: fault.unknown });
	}
	expect(result.failed).toHaveLength(mode.onError === 'continueErrorOutput' ? struck.length : 0);
	if (mode.operation === 'Update Profile' || fault.outcome !== 'passing' || mode.maxRetries === 0) return;
	const attempts = result.success.map(({ json }) => json.attempts);
	expect(attempts).toEqual([2, 1, 1]);
}

/** The items that are not submitted in the end: the first meets the fault. */
function struckItems(fault: FaultCase, { maxRetries }: Mode): readonly number[] {
	if (fault.outcome === 'smooth' || (fault.outcome === 'passing' && maxRetries > 0)) return [];
	return fault.edgeUrl ? ITEMS : [0];
}

/** An echo meets "On Error" after all that it is about, so each comes with one of these settings, by turns. */
const ROWS = [
	...QUICK_FAULTS.flatMap((fault) => MODES.map((mode) => ({ ...mode, fault, what: fault.what }))),
	...ECHOES.flatMap((fault, index) =>
		KINDS.map((kind, turn) => ({
			...kind,
			onError: ON_ERROR[(index + turn) % ON_ERROR.length] ?? 'stopWorkflow',
			fault,
			what: fault.what,
		})),
	),
];

test.each(ROWS)('$what: $operation, $onError, $maxRetries retries: what is claimed is held', async (row) => {
	await check(row.fault, row);
});

// Each waits for a second, so they do it together.
test.each(KINDS)(
	'stalls at each stage: $operation, $maxRetries retries: what is claimed is held',
	async (kind) => {
		const runs = STALLS.flatMap((fault) =>
			ON_ERROR.map((onError) =>
				check(fault, { ...kind, onError }).catch((error: unknown) => {
					throw new Error(`${fault.what}, ${onError}`, { cause: error });
				}),
			),
		);
		await Promise.all(runs);
	},
);

test('the table has every fault at every stage in every mode', () => {
	expect(ROWS.length + STALLS.length * MODES.length).toBeGreaterThan(700);
});
