import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../../api/clock';
import type { TokenSource } from '../../api/sending/tokenSource';
import type { Changed, ChangedValues } from '../../profiles/changedValues';
import type { Finding, Findings } from '../../profiles/findings';
import { sentences } from '../../sentences';
import { harmless, shown } from '../../shown';
import { counted, seconds } from './wording';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

type HintType = 'info' | 'warning';

/** A sentence in n8n's output panel. */
export function hint(context: IExecuteFunctions, type: HintType, message: string): void {
	// n8n shows it as HTML.
	context.addExecutionHints({ message: harmless(message), type, location: 'outputPane' });
}

/** Each finding in words, with how serious it is. */
const FINDINGS: Record<Finding, readonly [type: HintType, inWords: (count: number) => string]> = {
	// Whoever sends empty values may mean to clear something by them.
	emptyValue: [
		'info',
		(count) =>
			`${counted(count, 'empty value')} ${were(count)} left out. Target ignores empty values, and nothing clears an attribute.`,
	],
	treatedAsEmpty: [
		'info',
		(count) =>
			`${counted(count, 'value')} ${were(count)} left out, as Treat as Empty names ${count === 1 ? 'it' : 'them'}.`,
	],
	wordForNothing: [
		'warning',
		(count) =>
			`${counted(count, 'value')} of "NULL", "null" or "\\N" ${count === 1 ? 'goes out as this word' : 'go out as these words'}. If nothing is meant by them, name them under Treat as Empty; in an Adobe batch file, take them out.`,
	],
	roundedNumber: [
		'warning',
		(count) =>
			`${counted(count, 'number')} beyond 9007199254740991 ${count === 1 ? 'goes out as n8n has it' : 'go out as n8n has them'}: the last digits may be others than in the source. Hand such numbers in as text.`,
	],
	longValue: [
		'info',
		(count) =>
			`${counted(count, 'value')} ${count === 1 ? 'is' : 'are'} longer than 256 characters, which is all that a page or the Delivery API may send. For profile updates Adobe names no such limit.`,
	],
	file: [
		'info',
		(count) =>
			`${counted(count, 'file')} within the items ${were(count)} left out: n8n’s binary data is no attribute.`,
	],
	webhookItem: [
		'info',
		(count) =>
			`${counted(count, 'item')} came from a Webhook node: the fields of ${count === 1 ? 'its body' : 'their bodies'} were taken, and headers, params, query, webhookUrl and executionMode were left out.`,
	],
	pathAsName: [
		'warning',
		(count) =>
			`${counted(count, 'attribute')} of the items ${count === 1 ? 'is' : 'are'} named like the path of a field, such as "body.customer.tier" or "customer['home city']", as n8n names what is dragged in. If Target is to have another name, give it under Attributes.`,
	],
	trimmedId: [
		'info',
		(count) =>
			`${counted(count, 'ID')} had white space around ${count === 1 ? 'it' : 'them'}, which was taken off.`,
	],
	formulaId: [
		'info',
		(count) =>
			`${counted(count, 'ID')} stood in a spreadsheet’s formula, ="…", and ${were(count)} taken out of it.`,
	],
	decimalId: [
		'warning',
		(count) =>
			`${counted(count, 'ID')} ${count === 1 ? 'ends' : 'end'} in ".0", as programs write whole numbers where a column has gaps. 12345.0 and 12345 are two IDs: check which one is meant.`,
	],
	headerAgain: [
		'info',
		(count) =>
			`The header stands ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`} more among the rows, where it was passed over.`,
	],
	underline: [
		'info',
		(count) =>
			`${counted(count, 'line')} of dashes under the header ${count === 1 ? 'was' : 'were'} passed over.`,
	],
	fileWithoutRows: [
		'info',
		(count) => `${counted(count, 'file')} ${count === 1 ? 'has' : 'have'} a header but no rows.`,
	],
	trimmedColumn: [
		'info',
		(count) => `White space round ${counted(count, 'name')} in the header of the batch file was taken away.`,
	],
};

function were(count: number): string {
	return count === 1 ? 'was' : 'were';
}

/** Says what was found in the rows of a run: what is serious in one hint, the rest in another. */
export function hintAtFindings(context: IExecuteFunctions, findings: Findings): void {
	const said: Record<HintType, string[]> = { warning: [], info: [] };
	for (const [finding, count] of findings) {
		const [type, inWords] = FINDINGS[finding];
		said[type].push(inWords(count));
	}
	for (const type of ['warning', 'info'] as const) {
		if (said[type].length > 0) hint(context, type, sentences(...said[type]));
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
	const sentences = [
		...(withCommas.length > 0
			? [`Commas became "${shown(replacement)}" in ${changedInWords(withCommas)}.`]
			: []),
		...(withLineEnds.length > 0 ? [`Line ends became spaces in ${changedInWords(withLineEnds)}.`] : []),
	];
	if (sentences.length === 0) return;
	hint(
		context,
		'warning',
		`${sentences.join(' ')} Adobe does not say whether Target keeps them in a batch, or takes them for the end of a value or a row. To find out, send a test profile with a comma in a value and "Encode" for Commas in Values, and look at it an hour later (Get Profile).`,
	);
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
	hint(
		context,
		'warning',
		`The profile token of this account expires on ${day}. After that a new one is created, and has to be given to other integrations that use the old one.`,
	);
}

/**
 * Says how long calls have waited for the budget of the account, so that nobody takes that for a slow network.
 *
 * @param waits of those that have waited long enough to be told, in milliseconds; calls may wait side by side
 */
export function hintAtLongWaits(context: IExecuteFunctions, waits: readonly number[]): void {
	if (waits.length === 0) return;
	const inAll = seconds(waits.reduce((sum, wait) => sum + wait, 0));
	const longest = seconds(waits.reduce((most, wait) => Math.max(most, wait), 0));
	hint(
		context,
		'info',
		`${counted(waits.length, 'call')} waited ${inAll} s in all for a turn among the calls of a minute, the longest ${longest} s.`,
	);
}
