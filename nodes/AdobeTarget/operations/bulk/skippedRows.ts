import { NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { InvalidProfile } from '../../profiles/invalidProfile';
import type { InvalidRow, InvalidRows, Survey } from '../../profiles/survey';
import { cappedFailureItems, failureItem, invalidInputError, reasons } from '../failure';
import type { Failure, InvalidInput } from '../failure';
import { counted } from '../wording';
import { batchIdsInWords } from './batchIds';
import type { Places } from './places';
import { tallyInWords } from './run';
import type { BulkRun } from './run';

/** As error items, each with its reason; what is not among the first is said by one more item. */
export function skippedItems(
	{ first, otherItems, count }: InvalidRows,
	places: Places,
): INodeExecutionData[] {
	const items = first.map((row) => failureItem(failureOf(row, places)));
	if (count > first.length) {
		items.push(
			failureItem({
				error: new InvalidProfile(
					`${counted(count - first.length, places.noun)} more can’t be sent`,
					`Only the first ${first.length} are named, as n8n takes long over many error items.`,
				),
				items: [...otherItems],
			}),
		);
	}
	return items;
}

/** "Line 7: The third-party ID is missing." for the first of them, and how many more there are. */
export function skippedInWords({ first, count }: InvalidRows, places: Places): string[] {
	return reasons(named(first, places), count);
}

/** The error that stops a run because of invalid rows. */
export function invalidRowsError(node: INode, { books, invalid }: Survey, places: Places): Error {
	return invalidInputError(node, {
		first: named(invalid.first, places),
		count: invalid.count,
		of: books.rows,
		noun: places.noun,
	});
}

/** The error that ends a run whose other rows were sent. */
export function notSentError(node: INode, run: BulkRun, places: Places): Error {
	const { tally, skipped } = run;
	return new NodeOperationError(node, `${counted(skipped.count, places.noun)} could not be sent`, {
		description: [
			...skippedInWords(skipped, places),
			tallyInWords(tally, places),
			...batchIdsInWords(run),
		].join(' '),
	});
}

/** The error items of a run that was not begun because of invalid rows: theirs, and those of the other input items. */
export function unsentItems(
	node: INode,
	{ books, invalid }: Survey,
	places: Places,
	inputItems: number,
): INodeExecutionData[] {
	// An item with a file is named for some of its lines only.
	const named = new Set(invalid.first.filter(({ line }) => line === 0).map(({ item }) => item));
	const error = new NodeOperationError(
		node,
		`Nothing was sent, as ${invalid.count} of ${counted(books.rows, places.noun)} can’t be`,
		{ description: 'Mend them, or choose "Skip Them" for Invalid Rows to send the others.' },
	);
	return [...skippedItems(invalid, places), ...cappedFailureItems(error, inputItems, undefined, named)];
}

function named(rows: readonly InvalidRow[], places: Places): InvalidInput['first'] {
	return rows.map((row) => [places.name(row), failureOf(row, places)] as const);
}

/** Items have their number beside the error already; lines of a file are named in it. */
function failureOf(row: InvalidRow, places: Places): Failure {
	return {
		error: row.reason,
		items: [row.item],
		...(row.line > 0 && { subject: places.name(row) }),
	};
}
