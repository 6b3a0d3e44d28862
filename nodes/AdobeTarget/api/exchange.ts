import type { Dispatcher } from 'undici';

import { MAX_ANSWER_BYTES } from './transport';
import type { TargetAnswer } from './transport';

/**
 * One request and its answer. undici's own `request` gives a stream for each answer, which takes longer than all the
 * rest of a small request.
 *
 * @throws undici's error when no whole answer came back; the signal's reason as soon as it is aborted
 */
export function exchange(
	dispatcher: Dispatcher,
	request: Dispatcher.DispatchOptions,
	signal: AbortSignal | undefined,
	maxAnswerBytes = MAX_ANSWER_BYTES,
): Promise<TargetAnswer> {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const handler = new AnswerHandler(resolve, reject, signal, maxAnswerBytes);
		if (signal !== undefined) requestsUnder(signal).add(handler);
		dispatcher.dispatch(request, handler);
	});
}

/** Requests under way by the signal that ends them: a listener for each would take as long as the parts of a request. */
const underWay = new WeakMap<AbortSignal, Set<AnswerHandler>>();

function requestsUnder(signal: AbortSignal): Set<AnswerHandler> {
	const known = underWay.get(signal);
	if (known !== undefined) return known;
	const handlers = new Set<AnswerHandler>();
	underWay.set(signal, handlers);
	signal.addEventListener('abort', () => {
		for (const handler of handlers) handler.abort();
	});
	return handlers;
}

/** What undici is given as the reason where the answer is not waited for any longer; nobody sees it. */
const ENDED = new RangeError('The answer is not waited for any longer');

/** Gathers one answer. */
class AnswerHandler implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;

	private status = 0;

	private retryAfter: string | undefined;

	private readonly chunks: Buffer[] = [];

	private bytes = 0;

	constructor(
		private readonly resolve: (answer: TargetAnswer) => void,
		private readonly reject: (error: unknown) => void,
		private readonly signal: AbortSignal | undefined,
		private readonly maxAnswerBytes: number,
	) {}

	/** Ends it for the signal's reason; also where it still waits for a connection. */
	abort(): void {
		this.end();
		this.reject(this.signal?.reason);
		this.controller?.abort(ENDED);
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		if (this.signal?.aborted) controller.abort(ENDED);
	}

	onResponseStart(
		_: Dispatcher.DispatchController,
		status: number,
		headers: Record<string, string | string[] | undefined>,
	): void {
		// Comes more than once where others announce the answer (103 Early Hints); the last is the answer.
		const retryAfter = headers['retry-after'];
		this.status = status;
		this.retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
	}

	/** What is longer than any answer of Target's is cut off, and its socket closed. */
	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.chunks.push(chunk);
		this.bytes += chunk.length;
		if (this.bytes <= this.maxAnswerBytes) return;
		this.onResponseEnd();
		controller.abort(ENDED);
	}

	onResponseEnd(): void {
		this.end();
		const [first, ...others] = this.chunks;
		const body = first !== undefined && others.length === 0 ? first : Buffer.concat(this.chunks);
		this.resolve({ status: this.status, text: body.toString('utf8'), retryAfter: this.retryAfter });
	}

	onResponseError(_: Dispatcher.DispatchController, error: Error): void {
		this.end();
		this.reject(error);
	}

	private end(): void {
		if (this.signal !== undefined) underWay.get(this.signal)?.delete(this);
	}
}
