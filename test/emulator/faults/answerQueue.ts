import type { CannedAnswer, Fault } from './faults';

/** What tests have ordered, first come first served. */
export class AnswerQueue {
	private readonly forConnections: Ordered[] = [];

	private readonly forRequests: Ordered[] = [];

	add(answer: CannedAnswer | Fault, times: number): void {
		if (times <= 0) return;
		const queue = isForConnections(answer) ? this.forConnections : this.forRequests;
		queue.push({ answer, times });
	}

	/** What is ordered for the connection that has just been accepted. */
	takeForConnection(): CannedAnswer | Fault | undefined {
		return take(this.forConnections);
	}

	/** What is ordered for the request that has just come in. */
	takeForRequest(): CannedAnswer | Fault | undefined {
		return take(this.forRequests);
	}
}

interface Ordered {
	readonly answer: CannedAnswer | Fault;
	times: number;
}

function isForConnections(answer: CannedAnswer | Fault): boolean {
	return 'at' in answer && answer.at === 'connected';
}

function take(queue: Ordered[]): CannedAnswer | Fault | undefined {
	const [first] = queue;
	if (!first) return undefined;
	first.times--;
	if (first.times === 0) queue.shift();
	return first.answer;
}
