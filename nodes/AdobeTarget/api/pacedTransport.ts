import { clock } from './clock';
import type { Transport } from './transport';

/**
 * A way to Target that begins no more than so many requests a second, evenly spread; retries count like others.
 *
 * @param requestsPerSecond 0 for no limit
 */
export function pacedTransport(transport: Transport, requestsPerSecond: number): Transport {
	if (requestsPerSecond === 0) return transport;
	const spacing = 1_000 / requestsPerSecond;
	let next = -Infinity;
	return {
		async send(request) {
			const now = clock.now();
			const turn = Math.max(now, next);
			next = turn + spacing;
			if (turn > now) await clock.sleep(turn - now, request.signal);
			return await transport.send(request);
		},
		close: () => transport.close(),
	};
}
