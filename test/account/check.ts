import type { Evidence } from './evidence';
import { gather } from './gather';
import type { Say } from './gather';
import { findLimit } from './limit';
import { reportOf } from './report';
import type { Report } from './report';
import type { Session } from './edge/session';

/** How a check is run. */
export interface CheckSettings {
	/** How long to wait for what was sent to show, in milliseconds. */
	readonly longestMs: number;
	/** Whether to look for the limit of calls a minute. */
	readonly limit: boolean;
}

/**
 * Checks an account. What is seen goes into the evidence at once, so it is there after an error, too.
 *
 * @param evidence of no check, or of an earlier one that is to be completed
 * @throws Error where Target takes no batch from this account
 */
export async function check(
	session: Session,
	evidence: Evidence,
	settings: CheckSettings,
	say: Say,
): Promise<Report> {
	await gather(session, evidence, settings.longestMs, say);
	if (settings.limit && evidence.limit === undefined) {
		say('Looking for the limit of calls a minute. Other senders of this account have to wait meanwhile.');
		evidence.limit = await findLimit(session);
	}
	const day = new Date(session.clock.now()).toISOString().slice(0, 10);
	return reportOf(evidence, session.account, day);
}
