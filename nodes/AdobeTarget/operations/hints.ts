import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../api/clock';
import type { TokenSource } from '../api/tokenSource';
import { harmless } from '../shown';
import { counted } from './wording';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** A sentence in n8n's output panel. */
export function hint(context: IExecuteFunctions, type: 'info' | 'warning', message: string): void {
	// n8n shows it as HTML.
	context.addExecutionHints({ message: harmless(message), type, location: 'outputPane' });
}

/** Says that values were left out, as whoever sends empty ones may mean to clear something by them. */
export function hintAtEmptyValues(context: IExecuteFunctions, emptyValues: number): void {
	if (emptyValues === 0) return;
	const leftOut = emptyValues === 1 ? 'was left out' : 'were left out';
	hint(
		context,
		'info',
		`${counted(emptyValues, 'empty value')} ${leftOut}. Target ignores empty values, and nothing clears an attribute.`,
	);
}

/** Says that the token of the account is near its end: the node renews it by itself, others have to be told. */
export function hintAtTokenExpiry(context: IExecuteFunctions, tokens: TokenSource | undefined): void {
	const { expiresAt } = tokens ?? {};
	if (expiresAt === undefined || expiresAt - clock.today() > WEEK_MS) return;
	const day = new Date(expiresAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
	hint(
		context,
		'warning',
		`The profile token of this account expires on ${day}. After that a new one is created, and has to be given to other integrations that use the old one.`,
	);
}
