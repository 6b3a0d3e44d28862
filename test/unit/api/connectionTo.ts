import { CallBudget } from '../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import type { Connection } from '../../../nodes/AdobeTarget/api/sending/connection';
import { edgeFrom } from '../../../nodes/AdobeTarget/api/edge';
import { createTransport } from '../../../nodes/AdobeTarget/api/http/httpTransport';

/** A connection to a server on this machine, closed by `transport.close()`. */
export function connectionTo(
	{ url, clientCode }: { url: string; clientCode: string },
	others: Partial<Connection> = {},
): Connection {
	return {
		edge: edgeFrom({ clientCode, edgeUrl: url }),
		transport: createTransport({ connections: 10, timeoutMs: 10_000 }),
		budget: new CallBudget(),
		retries: { maxRetries: 3, firstPauseMs: 1_000 },
		...others,
	};
}
