import { createHash } from 'node:crypto';

import { clock } from '../clock';
import type { ServerToServerSettings } from './imsToken';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { TargetError } from '../targetError';

/** The time between two creations of a profile token of an account, whatever comes back. */
const APART_MS = 10 * 60_000;

/**
 * When this process has asked for new profile tokens, by account: creating one ends the one before it for every other
 * integration. Only what was certainly not done is not counted: an answer may be lost on its way.
 */
export class Creations {
	private readonly times = new Map<string, number>();

	/**
	 * Creates one, unless one was asked for lately.
	 *
	 * @param create sends the one request
	 * @throws TargetError where one was asked for lately; else what `create` throws. Where its error does not show that
	 * nothing was created (a 4xx, or a request that never left), it is thrown as one that may pass: the next step is to
	 * ask for the existing token.
	 */
	async createOne<Result>(account: string, create: () => Promise<Result>): Promise<Result> {
		for (const [known, time] of this.times) {
			if (clock.now() - time >= APART_MS) this.times.delete(known);
		}
		if (this.times.has(account)) {
			throw new TargetError(...say(MESSAGES.askedOfLate), { retry: 'afterPause' });
		}
		this.times.set(account, clock.now());
		return await create().catch((error: unknown) => {
			if (!(error instanceof TargetError)) throw error;
			const { status = 0, isUnsent } = error;
			const isNotDone = isUnsent || (status >= 400 && status < 500);
			if (isNotDone) this.times.delete(account);
			throw isNotDone ? error : error.passing();
		});
	}
}

/** An account of the Admin API, by a name that tells nothing of it. */
export function accountHash({ adminUrl, tenantId }: ServerToServerSettings): string {
	return createHash('sha256').update(`${adminUrl} ${tenantId}`).digest('hex').slice(0, 32);
}
