import { setTimeout as delay } from 'node:timers/promises';
import type { Emulator } from '../../emulator';

/** What is done with an execution has to show in the traffic this soon. */
const AT_ONCE_MS = 1_000;

/** Waits until the emulator has had so many requests. */
export async function untilRequests(emulator: Emulator, count: number): Promise<void> {
	while (emulator.counts.requests < count) await delay(10);
}

/**
 * Fails when a request comes later than at once, or more sockets are open than are kept for the next run.
 *
 * @param emulator
 * @param kept how many that may be: as many as requests were on their way at once
 */
export async function expectSilence(emulator: Emulator, kept: number): Promise<void> {
	await delay(AT_ONCE_MS);
	const { requests: before, openConnections } = emulator.counts;
	expect(openConnections).toBeLessThanOrEqual(kept);
	await delay(AT_ONCE_MS);
	expect(emulator.counts.requests).toBe(before);
}
