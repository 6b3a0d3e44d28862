import type { INode } from 'n8n-workflow';

import { findDuplicates } from '../../profiles/batches/duplicateIds';
import type { RowSource } from '../../profiles/rows/rowSource';
import type { Survey } from '../../profiles/batches/survey';
import { counted } from '../../wording';
import type { RowNames } from './output/rowNames';
import { DUPLICATES, MESSAGES } from './messages';
import { NOTHING_SENT } from '../../messages';
import { fill, say, sayCount } from '../../say';
import { nodeError } from '../../n8n/failure';
import { ADVICE } from '../shared/messages';
import { shown } from '../../shown';

/** Duplicates are named one by one up to here. */
const MOST_NAMED = 20;

/**
 * @param question goes with the error
 * @throws NodeOperationError that names the rows whose ID an earlier row has, when there are any
 */
export async function refuseDuplicates(
	node: INode,
	source: RowSource,
	survey: Survey,
	{ noun, name, range }: RowNames,
	question: string | undefined,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (survey.repeated.size === 0) return;
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
	throw nodeError(node, [message, [NOTHING_SENT, ...named, ...more, ...advice].join(' ')]);
}

/** @throws NodeOperationError when no valid row has anything to send */
export function refuseEmptyRun(node: INode, { books, rowsWithValues }: Survey, noun: string): void {
	if (rowsWithValues > 0 || books.rows === books.invalidRows) return;
	throw nodeError(node, say(MESSAGES.noValues, { noun }));
}
