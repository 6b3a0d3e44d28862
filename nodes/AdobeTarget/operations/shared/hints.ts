import type { IExecuteFunctions } from 'n8n-workflow';

import type { Changed, ChangedValues } from '../../profiles/changedValues';
import type { Finding, Findings } from '../../profiles/findings';
import { hint } from '../../n8n/hint';
import type { HintType } from '../../n8n/hint';
import { say, sayCount } from '../../say';
import type { Words } from '../../say';
import { shown } from '../../shown';
import { FOUND, HINTS } from './messages';
import { counted } from '../../wording';

/** How serious each finding is. */
const FINDINGS: Record<Finding, HintType> = {
	// Whoever sends empty values may mean to clear something by them.
	emptyValue: 'info',
	treatedAsEmpty: 'info',
	wordForNothing: 'warning',
	roundedNumber: 'warning',
	barInList: 'warning',
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

/** The most attributes that are named. */
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
