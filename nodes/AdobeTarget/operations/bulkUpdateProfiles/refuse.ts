import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { findDuplicates } from '../../profiles/batches/duplicateIds';
import type { RowSource } from '../../profiles/rows/rowSource';
import type { Survey } from '../../profiles/batches/survey';
import { counted } from '../../wording';
import type { Places } from './output/rowNames';
import { NO_VALUES_ADVICE } from './submitBatches';
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
	{ noun, name, range }: Places,
	question: string | undefined,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (survey.repeated.size === 0) return;
	const { count, first } = await findDuplicates(source, survey, MOST_NAMED, signal);
	if (count === 0) return;
	const named = first.map(
		(row) => `${name(row)}: "${shown(row.id)}", as in ${range(row.earlier, row.earlier)}.`,
	);
	const more = count > named.length ? [`And ${count - named.length} more.`] : [];
	const advice = [
		...(question === undefined ? [] : [question]),
		'Choose "Merge" for Duplicate IDs to make one profile of them.',
	];
	throw new NodeOperationError(
		node,
		`${counted(count, noun)} of ${survey.books.rows} ${count === 1 ? 'has' : 'have'} an ID that an earlier ${noun} has`,
		{ description: ['Nothing was sent.', ...named, ...more, ...advice].join(' ') },
	);
}

/** @throws NodeOperationError when no valid row has anything to send */
export function refuseEmptyRun(node: INode, { books, rowsWithValues }: Survey, noun: string): void {
	if (rowsWithValues > 0 || books.rows === books.invalidRows) return;
	throw new NodeOperationError(node, `No ${noun} has a value for any attribute`, {
		description: `${NO_VALUES_ADVICE} Nothing was sent.`,
	});
}
