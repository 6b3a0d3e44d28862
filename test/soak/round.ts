import { setTimeout as pause } from 'node:timers/promises';

import { FAULT_KINDS, startEmulator, type Emulator, type FaultKind } from '../emulator';
import { numberFrom, oneOf, seededRandom, type Random } from '../emulator/random';
import { runBulk, runUpdate } from '../engine/emulatedRun';
import { accountOf, type Account } from './account';
import { customers } from './customers';

/** How much a round sends. */
export interface RoundSize {
	readonly updates: number;
	readonly batches: number;
}

/** With retries there are fewer batches than the 50 calls that a client code has in a minute. */
const FULL: RoundSize = { updates: 4_000, batches: 40 };

const UPDATES_AT_ONCE = 50;
const BATCHES_AT_ONCE = 10;
const MOST_ROWS = 50;

const FAULT_RATE = 0.05;
/** Far beyond what the faults need: at their rate, eleven tries that all fail come once in 10^14. */
const MANY_RETRIES = 10;
const TIMEOUT_SECONDS = 2;

/** Each stall takes as long as the node waits for an answer, so there are fewer of them than of the others. */
const OFTEN = 10;
/** How many rounds in ten have no retries, so that updates fail. */
const IMPATIENT = 0.2;

/** What a round has seen. */
export interface RoundResult {
	readonly updates: Account;
	readonly batches: number;
	/** The rows of the batches. */
	readonly rows: Account;
	readonly faults: number;
	/** Whether failed updates were not sent again. */
	readonly impatient: boolean;
}

/**
 * Sends updates and batches to an emulator of their own that meets them with random faults.
 *
 * @throws Error when what it holds is not what the node claims
 */
export async function soakRound(seed: number, round: number, size = FULL): Promise<RoundResult> {
	const random = seededRandom(seed * 1_000_003 + round);
	const impatient = random() < IMPATIENT;
	const faults = { seed: numberFrom(random, 0, 2 ** 31), rate: FAULT_RATE, kinds: kindsOf(impatient) };
	const emulator = await startEmulator({ clientCode: `soak-${seed}-${round}`, faults });
	try {
		const sending = [
			sendUpdates(emulator, random, impatient, size.updates),
			sendBatches(emulator, random, impatient, size.batches),
		] as const;
		// So that neither goes on when the other has failed.
		await Promise.allSettled(sending);
		const [updates, { rows, batches }] = await Promise.all(sending);
		await noneUnderWay(emulator);
		return { updates, rows, batches, faults: emulator.counts.faults, impatient };
	} finally {
		await emulator.close();
	}
}

/** A refusal is final, so it is only for the rounds in which updates may fail. */
function kindsOf(impatient: boolean): FaultKind[] {
	const common = FAULT_KINDS.filter((kind) => kind !== 'stall' && (impatient || kind !== 'refusal'));
	return ['stall', ...Array.from({ length: OFTEN }, () => common).flat()];
}

/** Where updates may fail, the items go to either output. */
function settingsOf(random: Random, impatient: boolean) {
	const onError = oneOf(random, ['continueRegularOutput', 'continueErrorOutput'] as const);
	return {
		options: { maxRetries: impatient ? 0 : MANY_RETRIES, timeoutSeconds: TIMEOUT_SECONDS },
		rest: { onError: impatient ? onError : ('stopWorkflow' as const) },
	};
}

async function sendUpdates(
	emulator: Emulator,
	random: Random,
	impatient: boolean,
	updates: number,
): Promise<Account> {
	const sent = customers(random, 'u', updates);
	for (const { item } of sent) emulator.putProfile('thirdPartyId', item.id);
	const { options, rest } = settingsOf(random, impatient);
	const parameters = { options: { ...options, concurrency: UPDATES_AT_ONCE, excludeFields: 'id' } };
	const items = sent.map(({ item }) => item);
	return accountOf(await runUpdate(emulator, items, parameters, rest), sent, emulator);
}

async function sendBatches(
	emulator: Emulator,
	random: Random,
	impatient: boolean,
	batches: number,
): Promise<{ rows: Account; batches: number }> {
	const rowsPerBatch = numberFrom(random, 1, MOST_ROWS);
	const sent = customers(random, 'b', rowsPerBatch * batches);
	const { options, rest } = settingsOf(random, impatient);
	const parameters = { options: { ...options, concurrency: BATCHES_AT_ONCE, rowsPerBatch } };
	const items = sent.map(({ item }) => item);
	const result = await runBulk(emulator, items, parameters, rest);
	const rows = accountOf(result, sent, emulator);
	return { rows, batches: result.success.filter(({ json }) => json.error === undefined).length };
}

/** @throws Error when there are more connections than the node may keep for its next run */
async function noneUnderWay(emulator: Emulator): Promise<void> {
	for (let look = 0; emulator.counts.openConnections > UPDATES_AT_ONCE + BATCHES_AT_ONCE; look++) {
		if (look === 100) throw new Error(`${emulator.counts.openConnections} connections were left open.`);
		await pause(20);
	}
}
