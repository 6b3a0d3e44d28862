import type { IncomingHttpHeaders } from 'node:http';

import { page } from './answers';
import type { EarlyAnswer } from '../faults/earlyAnswer';
import { SMOOTH, type Course } from '../faults/faults';
import type { Readings } from '../readings';

/** What a gateway says to the head of a request that it does not let through. */
export const TOO_LARGE: EarlyAnswer = {
	answer: page(413, 'Request Entity Too Large'),
	finish: () => {
		// The rest of the request is nobody's.
	},
};

/**
 * How a gateway before Target ends a request whose announced body is larger than it lets through: before it is read.
 *
 * @returns undefined where it lets it through
 */
export function stoppedByGateway(
	headers: IncomingHttpHeaders,
	{ gatewayBytes, largeBodies }: Readings,
): Course | undefined {
	if (!(Number(headers['content-length'] ?? 0) > gatewayBytes)) return undefined;
	return largeBodies === 'reset'
		? { ...SMOOTH, breaksOff: { at: 'headRead', how: 'reset' }, processed: false }
		: { ...SMOOTH, answersEarly: true, afterwards: 'closed' };
}
