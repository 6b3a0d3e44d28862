import type { TargetAnswer, TargetRequest } from './transport';
import { asKeptConnectionOver } from './brokenOff';
import type { Address } from './connecting/address';
import type { Undici } from './connecting/connect';
import { Exchange } from './exchange';
import type { Lane } from './connecting/lane';
import type { Lanes } from './connecting/lanes';
import { networkError } from './networkError';

/** How long connecting may take, a proxy and TLS included. */
export const LONGEST_CONNECT_MS = 30_000;

/** The exchanges of one execution, over lanes that all executions share. */
export class Exchanges {
	private readonly underWay = new Set<Exchange>();

	private readonly connectMs: number;

	/** @param timeoutMs how long nothing may move in an exchange; connecting takes no longer either */
	constructor(
		private readonly lanes: Lanes,
		private readonly timeoutMs: number,
	) {
		this.connectMs = Math.min(timeoutMs, LONGEST_CONNECT_MS);
	}

	/**
	 * Sends a request over a kept connection where there is one; at once again, over a new one, where that was over.
	 *
	 * @throws TargetError of the second time; otherwise what {@link Exchange.answer} rejects with
	 */
	async send(undici: Undici, address: Address, request: TargetRequest): Promise<TargetAnswer> {
		// A kept one may be over already, and then nobody knows whether the request was taken.
		const kept = request.idempotent === false ? undefined : this.lanes.take(address.key);
		if (kept === undefined) return await this.sendAnew(undici, address, request);
		try {
			return await this.sendOver(kept, address, request);
		} catch (error) {
			const { wasSent } = asKeptConnectionOver(error);
			return await this.sendAgain(undici, address, request, wasSent);
		}
	}

	/** Ends those that are under way, with their connections. */
	endAll(reason: Error): void {
		for (const exchange of this.underWay) exchange.fail(reason);
	}

	/** @param wasSentBefore whether some of the request may have left before: nobody knows what became of that */
	private async sendAgain(
		undici: Undici,
		address: Address,
		request: TargetRequest,
		wasSentBefore: boolean,
	): Promise<TargetAnswer> {
		try {
			return { ...(await this.sendAnew(undici, address, request)), wasSentBefore };
		} catch (error) {
			request.signal?.throwIfAborted();
			const failed = networkError(error, address.host, request);
			throw wasSentBefore ? failed.sentBefore() : failed;
		}
	}

	private async sendAnew(undici: Undici, address: Address, request: TargetRequest): Promise<TargetAnswer> {
		const lane = this.lanes.open(undici, address.key, address.route, this.connectMs);
		return await this.sendOver(lane, address, request);
	}

	private async sendOver(
		lane: Lane,
		{ route: { origin }, path }: Address,
		request: TargetRequest,
	): Promise<TargetAnswer> {
		const exchange = new Exchange(lane, { origin, path }, request, this.timeoutMs);
		this.underWay.add(exchange);
		try {
			return await exchange.answer;
		} finally {
			this.underWay.delete(exchange);
		}
	}
}
