import type { ServerResponse } from 'node:http';

import type { CannedAnswer } from './contract';

/** The answers that tests have ordered, first come first served. */
export class CannedAnswers {
	private readonly queue: { answer: CannedAnswer; times: number }[] = [];

	add(answer: CannedAnswer, times: number): void {
		if (times > 0) this.queue.push({ answer, times });
	}

	/** The answer for the request that has just come in, undefined for the real behaviour. */
	take(): CannedAnswer | undefined {
		const [first] = this.queue;
		if (!first) return undefined;
		first.times--;
		if (first.times === 0) this.queue.shift();
		return first.answer;
	}
}

const CUT_BODY = '<response><success>true</success><message>Request succ';

/** Sends an answer, or breaks off as it says. */
export function send(answer: CannedAnswer, response: ServerResponse): void {
	if (answer === 'cut-before-answer') {
		response.destroy();
	} else if (answer === 'cut-in-body') {
		response.writeHead(200, { 'content-type': 'application/xml', 'content-length': CUT_BODY.length * 2 });
		response.write(CUT_BODY, () => {
			response.destroy();
		});
	} else {
		response.writeHead(answer.status, answer.headers);
		response.end(answer.body ?? '');
	}
}
