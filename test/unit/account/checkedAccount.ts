import { accountFrom } from '../../account/account';
import { check } from '../../account/check';
import type { CheckSettings } from '../../account/check';
import { noEvidence } from '../../account/evidence';
import type { Evidence } from '../../account/evidence';
import type { Report } from '../../account/report';
import { Session } from '../../account/edge/session';
import { startEmulator } from '../../emulator';
import type { EmulatorCounts, EmulatorOptions } from '../../emulator';

export const TOKEN = 'sample-profile-token';

const HOUR_MS = 60 * 60_000;

interface Outcome {
	readonly report: Report;
	readonly evidence: Evidence;
	readonly calls: number;
}

/** The check has ended; `again` goes on with its evidence, so many milliseconds later. */
interface Ended extends Outcome {
	readonly again: (evidence: Evidence, laterMs: number) => Promise<Outcome>;
}

interface Checked extends Outcome {
	readonly counts: EmulatorCounts;
	/** When each request came. */
	readonly requestTimes: readonly number[];
}

/**
 * Checks an emulated account in a time of its own, in which nobody waits.
 *
 * @param options `sentToken`: what the check sends in place of the token that the account has
 * @param then goes on with what the check has seen, before the emulator is closed
 */
export async function checkedAccount(
	{ sentToken, ...options }: EmulatorOptions & { sentToken?: string } = {},
	{ readOnly = false, ...settings }: Partial<CheckSettings> & { readOnly?: boolean } = {},
	then?: (ended: Ended) => Promise<void>,
): Promise<Checked> {
	let now = Date.UTC(2026, 0, 1, 12);
	const requestTimes: number[] = [];
	const emulator = await startEmulator({ ...options, clock: () => now });
	const clock = {
		now: () => {
			while (requestTimes.length < emulator.counts.requests) requestTimes.push(now);
			return now;
		},
		sleep: (milliseconds: number) => {
			clock.now();
			now += milliseconds;
			return Promise.resolve();
		},
	};
	const token = sentToken ?? options.profileToken;
	const account = accountFrom('democlient', token, { TARGET_EDGE_URL: emulator.url });
	const run = async (evidence: Evidence): Promise<Outcome> => {
		const whole = { longestMs: HOUR_MS, limit: false, ...settings };
		const session = new Session(account, clock);
		const report = await check(session, evidence, whole, () => undefined);
		return { evidence, report, calls: session.calls };
	};
	try {
		const outcome = await run(noEvidence('0a1b2c3d', token !== undefined, readOnly));
		const again = async (evidence: Evidence, laterMs: number): Promise<Outcome> => {
			now += laterMs;
			return await run(evidence);
		};
		await then?.({ ...outcome, again });
		await emulator.settled();
		return { ...outcome, counts: { ...emulator.counts }, requestTimes };
	} finally {
		await emulator.close();
	}
}

/** The verdict of the one question whose words match. */
export function verdictOf({ findings }: Report, question: RegExp): string | undefined {
	const found = findings.filter((finding) => question.test(finding.question));
	return found.length === 1 ? found[0]?.verdict : undefined;
}
