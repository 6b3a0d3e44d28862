import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../api/clock';
import type { TokenSource } from '../api/sending/tokenSource';
import { hint } from '../n8n/hint';
import { say } from '../say';
import { counted, seconds } from '../wording';
import { HINTS } from './messages';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** Says that the token of the account is near its end: the node renews it by itself, others have to be told. */
export function hintAtTokenExpiry(context: IExecuteFunctions, tokens: TokenSource | undefined): void {
	const { expiresAt } = tokens ?? {};
	if (expiresAt === undefined || expiresAt - clock.today() > WEEK_MS) return;
	const day = new Date(expiresAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
	hint(context, 'warning', ...say(HINTS.tokenExpires, { day }));
}

/**
 * Says how long calls have waited for the budget of the account, so that nobody takes that for a slow network.
 *
 * @param waits of those that have waited long enough to be told, in milliseconds; calls may wait side by side
 */
export function hintAtLongWaits(context: IExecuteFunctions, waits: readonly number[]): void {
	if (waits.length === 0) return;
	const total = seconds(waits.reduce((sum, wait) => sum + wait, 0));
	const longest = seconds(waits.reduce((most, wait) => Math.max(most, wait), 0));
	const calls = counted(waits.length, 'call');
	hint(context, 'info', ...say(HINTS.waited, { calls, total, longest }));
}
