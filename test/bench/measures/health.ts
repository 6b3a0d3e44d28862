import { setTimeout as delay } from 'node:timers/promises';

/** How long n8n's `/healthz` took to answer, in milliseconds. */
export interface Health {
	readonly asked: number;
	readonly median: number;
	readonly p99: number;
	readonly worst: number;
}

/** Asks n8n every 10 ms whether it is alive, one question at a time. */
export function watchHealth(url: string) {
	const answers: Array<{ asked: number; answered: number }> = [];
	const stopped = new AbortController();
	const ask = async () => {
		while (!stopped.signal.aborted) {
			const asked = Date.now();
			await (await fetch(`${url}/healthz`)).text();
			answers.push({ asked, answered: Date.now() });
			await delay(10);
		}
	};
	const asking = ask();
	return {
		/** What was asked within a time, in milliseconds since 1970. @throws Error when nothing was */
		between(from: number, to: number): Health {
			const times = answers
				.filter(({ asked }) => asked >= from && asked < to)
				.map(({ asked, answered }) => Math.min(answered, to) - asked)
				.sort((a, b) => a - b);
			if (times.length === 0) throw new Error('n8n was not asked once');
			const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? 0;
			return { asked: times.length, median: at(0.5), p99: at(0.99), worst: at(1) };
		},
		async stop(): Promise<void> {
			stopped.abort();
			await asking;
		},
	};
}
