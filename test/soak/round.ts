import { setTimeout as pause } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { FAULT_KINDS, readingsByChance, type FaultKind, type Readings } from '../emulator';
import { numberFrom, oneOf, seededRandom, type Random } from '../emulator/random';
import { credentialFor, runBulk, runUpdate, textOf } from '../engine/emulatedRun';
import { runNode, type NodeRunResult } from '../engine/engine';
import { accountOf, type Account } from './account';
import { asInBatch, customers, type Customer } from './customers';
import { sampleToken, shows } from './secrets';
import { startHere, type SoakTarget, type StartTarget } from './soakTarget';

/** How much a round sends. */
interface RoundSize {
	readonly updates: number;
	readonly batches: number;
	/** Batches under way at the same time. */
	readonly batchesAtOnce: number;
	/** Of each batch, the lowest and the highest number. */
	readonly rows: readonly [lowest: number, highest: number];
	/** Bytes of each row beside its small attributes. */
	readonly rowBytes: number;
	readonly timeoutSeconds: number;
}

/** With retries there are fewer batches than the 50 calls that a client code has in a minute. */
const FULL: RoundSize = {
	updates: 4_000,
	batches: 40,
	batchesAtOnce: 10,
	rows: [1, 50],
	rowBytes: 0,
	timeoutSeconds: 2,
};
/**
 * Batches of 6 to 10 MB: more than the sockets of both sides take, so that there is data under way when an answer comes
 * early, and further batches are cut while it is. The slowest reader needs three seconds for one.
 */
const LARGE: RoundSize = {
	updates: 500,
	batches: 8,
	batchesAtOnce: 2,
	rows: [120, 200],
	rowBytes: 50_000,
	timeoutSeconds: 12,
};
/** How many rounds are large. */
const LARGE_SHARE = 0.2;
/** How many rounds have a credential with a token. */
const TOKEN_SHARE = 0.6;

const UPDATES_AT_ONCE = 50;
/** Profiles and statuses that are asked for in the end. */
const LOOKED_UP = 20;
const STATUSES = 3;
/** With more, the calls of a minute may be used up, and a status would be waited for. */
const MOST_BATCHES_WITH_STATUS = 12;

const FAULT_RATE = 0.05;
/** A round of few batches would see few faults. */
const LARGE_FAULT_RATE = 0.2;
/** Far beyond what the faults need: at their rate, eleven tries that all fail come once in 10^14, or in 10^7. */
const MANY_RETRIES = 10;

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
	/** Body bytes of the batches that were taken. */
	readonly bytes: number;
	readonly faults: number;
	/** Whether failed updates were not sent again. */
	readonly impatient: boolean;
	/** Whether there was a token to be kept secret. */
	readonly hasToken: boolean;
}

interface RoundOptions {
	/** Drawn by chance where it is left out. */
	readonly size?: Partial<RoundSize>;
	readonly start?: StartTarget;
	/** What the node has written to n8n's log since it was last asked. */
	readonly takeLog?: () => string;
}

/** A round as it was drawn. */
interface Round {
	readonly target: SoakTarget;
	readonly random: Random;
	readonly size: RoundSize;
	readonly impatient: boolean;
	readonly token: string | undefined;
	/** Looks whether a run has kept the token to itself. */
	readonly checkSecrets: (result: NodeRunResult) => void;
}

/**
 * Sends updates and batches to an emulated Target of their own that meets them with random faults.
 *
 * @throws Error when what it holds is not what the node claims, or the token comes out
 */
export async function soakRound(
	seed: number,
	number: number,
	{ size: given, start = startHere, takeLog = () => '' }: RoundOptions = {},
): Promise<RoundResult> {
	const random = seededRandom(seed * 1_000_003 + number);
	const impatient = random() < IMPATIENT;
	const isLarge = random() < LARGE_SHARE && given === undefined;
	const token = random() < TOKEN_SHARE ? sampleToken(random) : undefined;
	const size = { ...(isLarge ? LARGE : FULL), ...given };
	const readings = adobeByChance(random);
	const target = await start({
		readings,
		clientCode: `soak-${seed}-${number}`,
		profileToken: token,
		faults: {
			seed: numberFrom(random, 0, 2 ** 31),
			rate: isLarge ? LARGE_FAULT_RATE : FAULT_RATE,
			kinds: kindsOf(impatient, isLarge),
		},
	});
	const checkSecrets = (result: NodeRunResult) => {
		if (token === undefined) return;
		const { success, failed, error, hints, console } = result;
		for (const [where, said] of Object.entries({ success, failed, error, hints, console })) {
			if (shows(textOf([said]), token)) throw new Error(`The token is in the ${where} of a run.`);
		}
	};
	const round: Round = { target, random, size, impatient, token, checkSecrets };
	try {
		// Each with dice of its own, as nobody knows in which order they throw.
		const withDice = () => ({ ...round, random: seededRandom(numberFrom(random, 0, 2 ** 31)) });
		const sending = [sendUpdates(withDice()), sendBatches(withDice())] as const;
		// So that neither goes on when the other has failed.
		await Promise.allSettled(sending);
		const [updates, { rows, batches, batchIds }] = await Promise.all(sending);
		await lookUp(round, batchIds);
		if (token !== undefined && shows(takeLog(), token)) throw new Error('The token is in n8n’s log.');
		await nothingPilesUp(target, UPDATES_AT_ONCE + size.batchesAtOnce);
		const { faults, bytes } = await target.counts();
		return { updates, rows, batches, bytes, faults, impatient, hasToken: token !== undefined };
	} finally {
		await target.close();
	}
}

/**
 * An Adobe of its own for a round, but for one that reads the body of an update alone: no sender is known to use it, so
 * the node does so for long ones only. A status on another host would be asked there, on the open network, so it is
 * asked by its batch ID.
 */
function adobeByChance(random: Random): Readings {
	const drawn = readingsByChance(random);
	const updateParameters = drawn.updateParameters === 'body' ? 'both' : drawn.updateParameters;
	return { ...drawn, updateParameters };
}

/** A refusal is final, so it is only for the rounds in which updates may fail. */
function kindsOf(impatient: boolean, isLarge: boolean): FaultKind[] {
	const common = FAULT_KINDS.filter((kind) => kind !== 'stall' && (impatient || kind !== 'refusal'));
	// What a large batch is for.
	const slow: FaultKind[] = isLarge ? ['earlyAnswer', 'earlyAnswer', 'slowReading'] : [];
	return ['stall', ...Array.from({ length: OFTEN }, () => [...common, ...slow]).flat()];
}

/** Where updates may fail, the items go to either output. */
function settingsOf({ target, random, impatient, token, size }: Round) {
	const onError = oneOf(random, ['continueRegularOutput', 'continueErrorOutput'] as const);
	return {
		options: { maxRetries: impatient ? 0 : MANY_RETRIES, timeoutSeconds: size.timeoutSeconds },
		rest: {
			onError: impatient ? onError : ('stopWorkflow' as const),
			credential: credentialFor(target, token),
		},
	};
}

async function sendUpdates(round: Round): Promise<Account> {
	const { target, random, size } = round;
	const sent = customers(random, 'u', size.updates);
	await target.put(sent.map(({ item }) => item.id));
	const { options, rest } = settingsOf(round);
	const parameters = { options: { ...options, concurrency: UPDATES_AT_ONCE, excludeFields: 'id' } };
	const items = sent.map(({ item }) => item);
	const result = await runUpdate(target, items, parameters, rest);
	return await accountFor(round, result, sent);
}

async function sendBatches(round: Round): Promise<{ rows: Account; batches: number; batchIds: string[] }> {
	const { target, random, size } = round;
	const rowsPerBatch = numberFrom(random, ...size.rows);
	const sent = customers(random, 'b', rowsPerBatch * size.batches, asInBatch, size.rowBytes);
	const { options, rest } = settingsOf(round);
	const parameters = { options: { ...options, concurrency: size.batchesAtOnce, rowsPerBatch } };
	const items = sent.map(({ item }) => item);
	const result = await runBulk(target, items, parameters, rest);
	const rows = await accountFor(round, result, sent);
	const taken = result.success.filter(({ json }) => json.error === undefined);
	const batchIds = taken.flatMap(({ json }) => (typeof json.batchId === 'string' ? json.batchId : []));
	return { rows, batches: taken.length, batchIds };
}

async function accountFor(
	{ target, checkSecrets }: Round,
	result: NodeRunResult,
	sent: readonly Customer[],
): Promise<Account> {
	checkSecrets(result);
	await target.settled();
	const held = await target.held(sent.map(({ item }) => item.id));
	const { rowsLost } = await target.counts();
	return accountOf(result, sent, held, rowsLost);
}

/** Answers to these two operations are shown to the user as they came. */
async function lookUp(round: Round, batchIds: string[]): Promise<void> {
	const { size, checkSecrets } = round;
	const { options, rest } = settingsOf({ ...round, impatient: true });
	const run = async (parameters: INodeParameters, values: string[]) => {
		const items = values.map((value) => ({ value }));
		checkSecrets(await runNode({ parameters: { ...parameters, options }, items, ...rest }));
	};
	const ids = Array.from({ length: Math.min(LOOKED_UP, size.updates) }, (_, customer) => `u${customer}`);
	await run({ operation: 'getProfile', profileId: '={{ $json.value }}' }, ids);
	const statuses = size.batches > MOST_BATCHES_WITH_STATUS ? [] : batchIds.slice(0, STATUSES);
	await run({ operation: 'getBulkUpdateStatus', batch: '={{ $json.value }}' }, statuses);
}

/** @throws Error when the node has more sockets open than it sends at once */
async function nothingPilesUp(target: SoakTarget, most: number): Promise<void> {
	for (let look = 0; ; look++) {
		const { openConnections } = await target.counts();
		if (openConnections <= most) return;
		if (look === 100) throw new Error(`${openConnections} connections were left open.`);
		await pause(20);
	}
}
