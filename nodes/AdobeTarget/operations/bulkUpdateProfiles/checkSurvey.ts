import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { findDuplicates } from '../../profiles/batches/duplicateIds';
import type { Survey } from '../../profiles/batches/survey';
import { counted } from '../../wording';
import { questionAtFewIds } from './output/fewIds';
import { DUPLICATES, MESSAGES } from './messages';
import { NOTHING_SENT } from '../../messages';
import { fill, say, sayCount } from '../../say';
import { nodeError } from '../../n8n/failure';
import { hint } from '../../n8n/hint';
import { ADVICE } from '../shared/messages';
import { shown } from '../../shown';
import type { BulkSettings } from './settings';
import type { Rows } from './source/source';

/** Duplicates are named one by one up to here. */
const MOST_NAMED = 20;

/**
 * Looks at what the survey has found, before anything is sent. A hint asks about IDs that may be those of another column.
 *
 * @throws NodeOperationError when IDs come more than once and must not, or when no row has anything to send
 */
export async function checkSurvey(
	context: IExecuteFunctions,
	settings: BulkSettings,
	rows: Rows,
	survey: Survey,
): Promise<void> {
	const { rowNames } = rows;
	const question = questionAtFewIds(survey, settings, rowNames);
	if (settings.duplicateIds === 'stop') await refuseDuplicates(context, rows, survey, question);
	refuseEmptyRun(context.getNode(), survey, rowNames.noun);
	if (question !== undefined) hint(context, 'warning', question);
}

/**
 * @param question goes with the error
 * @throws NodeOperationError that names the rows whose ID an earlier row has, when there are any
 */
async function refuseDuplicates(
	context: IExecuteFunctions,
	{ source, rowNames: { noun, name, range } }: Rows,
	survey: Survey,
	question: string | undefined,
): Promise<void> {
	if (survey.repeated.size === 0) return;
	const signal = context.getExecutionCancelSignal();
	const { count, first } = await findDuplicates(source, survey, MOST_NAMED, signal);
	if (count === 0) return;
	const named = first.map((row) =>
		fill(DUPLICATES.asEarlier, {
			row: name(row),
			id: shown(row.id),
			earlier: range(row.earlier, row.earlier),
		}),
	);
	const more = count > named.length ? [fill(ADVICE.more, { count: count - named.length })] : [];
	const advice = [...(question === undefined ? [] : [question]), DUPLICATES.merge];
	const values = { rows: counted(count, noun), all: survey.books.rows, noun };
	const [message] = sayCount(MESSAGES.duplicates, count, values);
	throw nodeError(context.getNode(), [message, [NOTHING_SENT, ...named, ...more, ...advice].join(' ')]);
}

/** @throws NodeOperationError when no valid row has anything to send */
function refuseEmptyRun(node: INode, { books, rowsWithValues }: Survey, noun: string): void {
	if (rowsWithValues > 0 || books.validRows === 0) return;
	throw nodeError(node, say(MESSAGES.noValues, { noun }));
}
