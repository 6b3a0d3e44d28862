import type { NodeRunResult } from '../engine/engine';
import { claimsOf, saysUnknown } from './claims';
import type { Customer } from './customers';
import type { Held } from './soakTarget';

/** Characters of a value that an error shows. */
const MOST_SHOWN = 100;

/** What became of the updates of a run. */
export interface Account {
	/** Updates that the node says were submitted. */
	readonly claimed: number;
	/** Updates that it says were not. */
	readonly failed: number;
	/** Those among the failed that Target holds nevertheless: their errors say that this is not known. */
	readonly heldThough: number;
}

/**
 * Compares what a run claims with what the emulated Target holds, value for value.
 *
 * @param holds what Target has of each of those that were sent
 * @param lost how many rows Target has lost without a word
 * @throws Error that names the first item where they differ
 */
export function accountOf(
	result: NodeRunResult,
	sent: readonly Customer[],
	holds: readonly Held[],
	lost = 0,
): Account {
	if (result.error !== undefined) {
		throw new Error(`The run stopped: ${result.error.message} ${result.error.description ?? ''}`);
	}
	let heldThough = 0;
	let missing = 0;
	const claims = claimsOf(result, sent.length);
	for (const [item, claim] of claims.entries()) {
		const { item: fields, attributes } = sent[item] ?? {};
		if (fields === undefined || attributes === undefined) throw new Error(`There is no item ${item}.`);
		const held = holds[item] ?? new Map<string, string>();
		const named = `Item ${item} (${fields.id})`;
		if (held.size === 0 && (!claim.submitted || ++missing <= lost)) continue;
		if (!isSame(held, attributes)) {
			throw new Error(`${named} is held as ${inWords(held)}, and was sent as ${inWords(attributes)}.`);
		}
		if (claim.submitted) continue;
		heldThough++;
		const words = `${claim.error}. ${claim.advice}`;
		if (!saysUnknown(words)) throw new Error(`${named} is held, but the node says: ${words}`);
	}
	const failed = claims.filter(({ submitted }) => !submitted).length;
	return { claimed: claims.length - failed, failed, heldThough };
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
	return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}

function inWords(attributes: ReadonlyMap<string, string>): string {
	const cut = [...attributes].map(([name, value]) => [name, value.slice(0, MOST_SHOWN)] as const);
	return JSON.stringify(Object.fromEntries(cut));
}
