import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import type { EmulatorCounts, EmulatorOptions } from '../emulator';
import { startHere, type Held, type SoakTarget, type StartTarget } from './soakTarget';

/** What the thread is asked. One target at a time: `start` ends the one before. */
type Question =
	| { readonly ask: 'start'; readonly options: EmulatorOptions }
	| { readonly ask: 'put' | 'held'; readonly ids: string[] }
	| { readonly ask: 'counts' | 'settled' | 'close' };

interface Answers {
	start: { url: string; clientCode: string };
	put: undefined;
	held: Held[];
	counts: EmulatorCounts;
	settled: undefined;
	close: undefined;
}

interface Reply {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: Error;
}

/**
 * A thread for the emulated Targets of a soak, so that their work does not hold the event loop of the node.
 *
 * @returns how to start a target in it, and how to end it
 */
export function startTargetThread(): { start: StartTarget; end: () => Promise<number> } {
	const tsx = createRequire(__filename).resolve('tsx/cjs');
	const worker = new Worker(__filename, { execArgv: ['--require', tsx] });
	const waiting = new Map<number, (reply: Reply) => void>();
	let asked = 0;
	worker.on('message', (reply: Reply) => {
		waiting.get(reply.id)?.(reply);
		waiting.delete(reply.id);
	});
	async function ask<Ask extends keyof Answers>(question: Question & { ask: Ask }): Promise<Answers[Ask]> {
		const id = ++asked;
		const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
		worker.postMessage({ id, question });
		const { result, error } = await replied;
		if (error !== undefined) throw error;
		// The other side of this file answers what it was asked.
		return result as Answers[Ask];
	}
	return {
		async start(options) {
			const where = await ask({ ask: 'start', options });
			return {
				...where,
				put: async (ids) => ask({ ask: 'put', ids }),
				held: async (ids) => ask({ ask: 'held', ids }),
				counts: async () => ask({ ask: 'counts' }),
				settled: async () => ask({ ask: 'settled' }),
				close: async () => ask({ ask: 'close' }),
			};
		},
		end: () => worker.terminate(),
	};
}

/** Answers within the thread. */
function answerQuestions(port: NonNullable<typeof parentPort>): void {
	let target: SoakTarget | undefined;
	const answer = async (question: Question): Promise<unknown> => {
		if (question.ask === 'start') {
			target = await startHere(question.options);
			return { url: target.url, clientCode: target.clientCode };
		}
		if (target === undefined) throw new Error('No target was started in the thread.');
		if (question.ask === 'put' || question.ask === 'held') return target[question.ask](question.ids);
		return target[question.ask]();
	};
	port.on('message', ({ id, question }: { id: number; question: Question }) => {
		answer(question).then(
			(result) => {
				port.postMessage({ id, result });
			},
			(error: unknown) => {
				port.postMessage({ id, error });
			},
		);
	});
}

if (!isMainThread && parentPort !== null) answerQuestions(parentPort);
