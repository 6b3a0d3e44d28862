import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../../api/clock';
import type { TokenSource } from '../../api/sending/tokenSource';
import type { Changed, ChangedValues } from '../../profiles/changedValues';
import type { Finding, Findings } from '../../profiles/findings';
import { say, sayCount } from '../../say';
import type { Words } from '../../say';
import { sentences } from '../../sentences';
import { harmless, shown } from '../../shown';
import { FOUND, HINTS } from './messages';
import { counted, seconds } from '../../wording';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

type HintType = 'info' | 'warning';

/** Sentences in n8n's output panel. */
export function hint(context: IExecuteFunctions, type: HintType, ...texts: readonly string[]): void {
	// n8n shows it as HTML.
	context.addExecutionHints({ message: harmless(sentences(...texts)), type, location: 'outputPane' });
}

/** How serious each finding is. */
const FINDINGS: Record<Finding, HintType> = {
	// Whoever sends empty values may mean to clear something by them.
	emptyValue: 'info',
	treatedAsEmpty: 'info',
	wordForNothing: 'warning',
	roundedNumber: 'warning',
	longValue: 'info',
	file: 'info',
	webhookItem: 'info',
	pathAsName: 'warning',
	trimmedId: 'info',
	formulaId: 'info',
	decimalId: 'warning',
	headerAgain: 'info',
	underline: 'info',
	fileWithoutRows: 'info',
	trimmedColumn: 'info',
};

/** Says what was found in the rows of a run: what is serious in one hint, the rest in another. */
export function hintAtFindings(context: IExecuteFunctions, findings: Findings): void {
	const said: Record<HintType, string[]> = { warning: [], info: [] };
	for (const [finding, count] of findings) {
		said[FINDINGS[finding]].push(...sayCount(FOUND[finding], count));
	}
	for (const type of ['warning', 'info'] as const) {
		if (said[type].length > 0) hint(context, type, ...said[type]);
	}
}

/** So many attributes are named. */
const MOST_NAMED = 5;

/**
 * Says in which attributes commas and line ends were replaced, and how to find out whether they have to be.
 *
 * @param replacement what took a comma's place
 */
export function hintAtChangedValues(
	context: IExecuteFunctions,
	{ withCommas, withLineEnds }: ChangedValues,
	replacement: string,
): void {
	const said: Words[] = [];
	if (withCommas.length > 0) {
		const values = changedInWords(withCommas);
		said.push(say(HINTS.commasChanged, { replacement: shown(replacement), values }));
	}
	if (withLineEnds.length > 0) {
		said.push(say(HINTS.lineEndsChanged, { values: changedInWords(withLineEnds) }));
	}
	const [first] = said;
	// Both have the same advice.
	if (first !== undefined) hint(context, 'warning', ...said.map(([text]) => text), first[1]);
}

/** "3 values: "notes" (2), "city" (1)". */
function changedInWords(changed: readonly Changed[]): string {
	const total = changed.reduce((sum, { count }) => sum + count, 0);
	const named = changed
		.slice(0, MOST_NAMED)
		.map(({ name, count }) => `"${shown(name)}" (${count.toLocaleString('en')})`);
	const others = changed.length - named.length;
	const more = others > 0 ? ` and ${counted(others, 'more attribute')}` : '';
	return `${counted(total, 'value')}: ${named.join(', ')}${more}`;
}

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
