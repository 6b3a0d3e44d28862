import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { AdobeTarget } from '../../nodes/AdobeTarget/AdobeTarget.node';
import { watchLeftovers } from '../engine/faults/leftovers';
import type { Account } from './account';
import { LoopWatch } from './loopWatch';
import { MemoryWatch } from './memory';
import { collectLog } from './nodeLog';
import { soakRound, type RoundResult } from './round';
import { startTargetThread } from './targetThread';

const USAGE = `npm run test:soak                        ten minutes of updates into random faults
npm run test:soak -- --minutes 2         another time
npm run test:soak -- --seed 7            the same data and the same faults as before
npm run test:soak -- --seed 7 --round 3  one round of it`;

const HIGHEST_SEED = 1_000_000;

interface Totals {
	rounds: number;
	updates: number;
	batches: number;
	rows: number;
	bytes: number;
	faults: number;
	withToken: number;
	failed: number;
	heldThough: number;
}

const NOTHING: Totals = {
	rounds: 0,
	updates: 0,
	batches: 0,
	rows: 0,
	bytes: 0,
	faults: 0,
	withToken: 0,
	failed: 0,
	heldThough: 0,
};

/**
 * `npm run test:soak`: rounds of single updates and batches, each against an emulated Target of its own with random
 * faults, until the time is over. After each round, what the Target holds is compared with what the node claims, and all
 * that the node said is searched for its token; no timer, socket or listener may be left.
 *
 * @returns whether all that was claimed is held, no token came out, the event loop was left free, and the memory did not
 * grow
 */
export async function soak(args: string[]): Promise<boolean> {
	const options = readOptions(args);
	if (options === undefined) {
		console.log(USAGE);
		return true;
	}
	const { seed, minutes, only } = options;
	console.log(`Seed ${seed}`);
	const memory = new MemoryWatch();
	const loop = new LoopWatch();
	loop.watch(AdobeTarget);
	const takeLog = collectLog();
	const { start, end } = startTargetThread();
	const leftovers = watchLeftovers();
	const totals = { ...NOTHING };
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1_000;
	for (let round = only ?? 1; seconds() < minutes * 60; round++) {
		const began = seconds();
		try {
			const result = await soakRound(seed, round, { start, takeLog });
			await leftovers.check();
			add(totals, result);
			console.log(
				`Round ${round}: ${inWords(result)}, rss ${memory.look().toFixed(0)} MB, ${(seconds() - began).toFixed(1)} s, longest hold so far ${loop.longestOwn.toFixed(0)} ms`,
			);
		} catch (error) {
			console.error(`Round ${round} failed:`, error);
			console.error(`It is played again by: npm run test:soak -- --seed ${seed} --round ${round}`);
			await end();
			return false;
		}
		if (only !== undefined) break;
		// Garbage of one round is not to be seen as growth in another.
		gc?.();
	}
	memory.stop();
	loop.stop();
	leftovers.end();
	await end();
	console.log(totalsInWords(totals, seconds()));
	const { isBad, words } = loop.verdict();
	console.log(words);
	return tellMemory(memory) && !isBad;
}

/** @throws Error that says which option is wrong; undefined when only the usage is asked for */
function readOptions(
	args: string[],
): { seed: number; minutes: number; only: number | undefined } | undefined {
	const { values } = parseArgs({
		args,
		options: {
			minutes: { type: 'string', default: '10' },
			seed: { type: 'string', default: String(randomInt(HIGHEST_SEED)) },
			round: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const { round } = values;
	return {
		seed: readNumber('--seed', values.seed, /^\d{1,9}$/),
		minutes: readNumber('--minutes', values.minutes, /^\d+(\.\d+)?$/),
		only: round === undefined ? undefined : readNumber('--round', round, /^[1-9]\d{0,8}$/),
	};
}

function readNumber(name: string, text: string, pattern: RegExp): number {
	if (!pattern.test(text)) throw new Error(`${name} has to be a number, not "${text}".`);
	return Number(text);
}

function add(totals: Totals, { updates, rows, batches, bytes, faults, hasToken }: RoundResult): void {
	totals.rounds++;
	totals.updates += updates.claimed;
	totals.batches += batches;
	totals.rows += rows.claimed;
	totals.bytes += bytes;
	totals.withToken += hasToken ? 1 : 0;
	totals.faults += faults;
	totals.failed += updates.failed + rows.failed;
	totals.heldThough += updates.heldThough + rows.heldThough;
}

function inWords({ updates, rows, batches, bytes, faults, impatient, hasToken }: RoundResult): string {
	return [
		`${count(updates.claimed)} updates${failedInWords(updates)}`,
		`${batches} batches with ${count(rows.claimed)} rows${failedInWords(rows)} in ${megabytes(bytes)} MB`,
		`${faults} faults met${impatient ? ' without retries' : ''}`,
		`${count(updates.claimed + rows.claimed)} claimed = held${hasToken ? ', the token kept' : ''}`,
	].join(', ');
}

function failedInWords({ failed, heldThough }: Account): string {
	return failed === 0 ? '' : ` (${failed} failed, ${heldThough} of them held and said to be unknown)`;
}

function totalsInWords(totals: Totals, seconds: number): string {
	const { rounds, updates, batches, rows, bytes, faults, withToken, failed, heldThough } = totals;
	return [
		`${count(rounds)} rounds in ${(seconds / 60).toFixed(1)} minutes: ${count(updates)} updates`,
		`and ${count(batches)} batches with ${count(rows)} rows in ${megabytes(bytes)} MB met ${count(faults)} faults.`,
		`All that was claimed is held; ${count(failed)} failed, ${count(heldThough)} of them held and said to be unknown.`,
		`No token came out in the ${withToken} rounds with one.`,
	].join(' ');
}

function tellMemory(memory: MemoryWatch): boolean {
	const growth = memory.growth();
	if (growth === undefined) {
		console.log('Too short a time to see whether the memory grows.');
		return true;
	}
	const { second, last, leaks } = growth;
	console.log(
		`Peak rss: ${second.toFixed(0)} MB in the second minute, ${last.toFixed(0)} MB in the last.${leaks ? ' That is too much more.' : ''}`,
	);
	return !leaks;
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 });
}

function count(number: number): string {
	return number.toLocaleString('en');
}
