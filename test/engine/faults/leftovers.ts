import { setTimeout as pause } from 'node:timers/promises';

/** What was ended closes soon after: sockets, and the emulator's side of them. */
const LONGEST_CLOSING_MS = 3_000;

/** Nothing begins or ends for so long. */
const QUIET_MS = 300;
const MOST_LOOKS = 20;

/** What may be left behind, and what nobody took care of. */
interface Leftovers {
	/**
	 * @throws Error when there are more timers, sockets or the like than when the watch began, after a while in which they
	 * may close; or when a rejection was not handled, or Node.js warned of too many listeners. What keeps no process alive,
	 * such as a connection that is kept for the next request, is not seen.
	 */
	check(): Promise<void>;
	end(): void;
}

/** Watches from now on. */
export function watchLeftovers(): Leftovers {
	const before = resources();
	const problems: unknown[] = [];
	const onUnhandled = (reason: unknown) => problems.push(reason);
	const onWarning = (warning: Error & { emitter?: unknown }) => {
		if (warning.name !== 'MaxListenersExceededWarning') return;
		// n8n's engine listens for the end of the process, once for each test file that the worker has run.
		if (warning.emitter !== process) problems.push(warning);
	};
	process.on('unhandledRejection', onUnhandled);
	process.on('warning', onWarning);
	return {
		async check() {
			const deadline = performance.now() + LONGEST_CLOSING_MS;
			let left = moreThan(before);
			while (left.length > 0 && performance.now() < deadline) {
				// Its own timer is over before it looks.
				await pause(10);
				left = moreThan(before);
			}
			if (left.length > 0) throw new Error(`More is left than was there before: ${left.join(', ')}.`);
			const [problem] = problems;
			if (problem !== undefined) throw new Error('Nobody took care of this.', { cause: problem });
		},
		end() {
			process.off('unhandledRejection', onUnhandled);
			process.off('warning', onWarning);
		},
	};
}

/** Each test of a file fails that leaves something. */
export function nothingIsLeftAfterEachTest(): void {
	let leftovers: Leftovers | undefined;
	beforeAll(quiet);
	beforeEach(() => {
		leftovers = watchLeftovers();
	});
	afterEach(async () => {
		try {
			await leftovers?.check();
		} finally {
			leftovers?.end();
		}
	});
}

/** What Jest began as it started would hide what is left in place of it. */
async function quiet(): Promise<void> {
	let last = '';
	for (let looks = 0; looks < MOST_LOOKS; looks++) {
		await pause(QUIET_MS);
		const now = JSON.stringify([...resources()]);
		if (now === last) return;
		last = now;
	}
}

/** How many there are of each kind of what keeps the process alive. */
function resources(): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return counts;
}

function moreThan(before: ReadonlyMap<string, number>): string[] {
	return [...resources()]
		.map(([kind, count]) => [kind, count - (before.get(kind) ?? 0)] as const)
		.filter(([, more]) => more > 0)
		.map(([kind, more]) => `${more} ${kind}`);
}
