import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { InvalidProfile } from '../../../profiles/invalidProfile';
import type { InvalidRow, InvalidRows } from '../../../profiles/batches/invalidRows';
import type { Survey } from '../../../profiles/batches/survey';
import { Turn } from '../../../turn';
import { advicesFor, invalidInputError, MOST_NAMED, reasons } from '../../shared/invalidInput';
import { failureItem, nodeError } from '../../../n8n/failure';
import type { Failure } from '../../../n8n/failure';
import type { InvalidInput } from '../../shared/invalidInput';
import { ErrorItems, FILTER_THE_INPUT, NO_MORE_ERRORS } from '../../shared/errorItems';
import { ADVICE as SHARED } from '../../shared/messages';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { counted } from '../../../wording';
import { batchIdsInWords } from './batchIds';
import { SEND_OTHERS } from '../../../profiles/files/messages';
import { ADVICE, MESSAGES, ROWS } from './messages';
import type { RowNames } from './rowNames';
import { totalsInWords } from './totals';
import type { BulkRun } from '../bulkRun';

/** How error items are made of rows. */
interface Skipping {
	readonly errors: ErrorItems;
	readonly signal: AbortSignal | undefined;
	/** How the other rows are sent, where they were not. */
	readonly after?: string | undefined;
}

/** As error items, each with its reason; those beyond the first are named by their range in one more. */
export async function skippedItems(
	{ first, rest }: InvalidRows,
	rowNames: RowNames,
	{ errors, signal, after }: Skipping,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const turn = new Turn(signal);
	for (const row of first.slice(0, errors.take(first.length))) {
		const failure = { ...failureOf(row, rowNames), after: afterOf(row, after) };
		// A row of a file is no item.
		items.push(failureItem(rowNames.areItems ? failure : { ...failure, items: [] }));
		if (turn.isOver()) await turn.rest();
	}
	if (rest === undefined) return items;
	const advice = rowNames.areItems ? FILTER_THE_INPUT : `${NO_MORE_ERRORS} ${ADVICE.mendFirst}`;
	const [message] = say(MESSAGES.moreInvalid, {
		rows: counted(rest.count, `more ${rowNames.noun}`),
		range: rowNames.range(rest.first, rest.last),
	});
	const error = new InvalidProfile(message, advice);
	return [...items, failureItem({ error, items: [] })];
}

/** "Line 7: The third-party ID is missing." for the first of them, and how many more there are. */
export function skippedInWords({ first, count }: InvalidRows, rowNames: RowNames): string[] {
	const named = first.slice(0, MOST_NAMED);
	const withThem = named.reduce((sum, { others = 0 }) => sum + others, 0);
	return reasons(namedRows(named, rowNames), count - withThem);
}

/** The error that stops a run because of invalid rows. */
export function invalidRowsError(node: INode, { books, invalid }: Survey, rowNames: RowNames): Error {
	return invalidInputError(node, {
		first: namedRows(invalid.first, rowNames),
		count: invalid.count,
		of: books.rows,
		noun: rowNames.noun,
		sendOthers: SEND_OTHERS,
	});
}

/** The error that ends a run whose other rows were sent. */
export function notSentError(node: INode, run: BulkRun): Error {
	const { skipped, rowNames } = run;
	const [message] = say(MESSAGES.notSent, { rows: counted(skipped.count, rowNames.noun) });
	const advice = sentences(
		...skippedInWords(skipped, rowNames),
		...advicesFor(namedRows(skipped.first, rowNames)),
		totalsInWords(run),
		...batchIdsInWords(run),
	);
	return nodeError(node, [message, advice]);
}

/** The error items of a run that was not begun because of invalid rows: theirs, and those of the other input items. */
export async function unsentItems(
	context: IExecuteFunctions,
	{ books, invalid }: Survey,
	rowNames: RowNames,
): Promise<INodeExecutionData[]> {
	const errors = new ErrorItems();
	const inputItems = context.getInputData().length;
	const after = invalid.count < books.rows ? fill(SHARED.mendOne, { sendOthers: SEND_OTHERS }) : undefined;
	const signal = context.getExecutionCancelSignal();
	const skipped = await skippedItems(invalid, rowNames, { errors, signal, after });
	const values = { count: invalid.count, rows: counted(books.rows, rowNames.noun) };
	const error = nodeError(context.getNode(), say(MESSAGES.nothingSent, values));
	// An item with a file has some lines that can't be sent, and others.
	const others = rowNames.areItems ? new Set(invalid.first.map(({ item }) => item)) : new Set<number>();
	const concerned = rowNames.areItems ? inputItems - invalid.count : inputItems;
	return [...skipped, ...errors.forRun({ error }, inputItems, others, concerned)];
}

/** Rows of a file may say themselves how the others are sent. */
function afterOf({ error }: InvalidRow, after: string | undefined): string | undefined {
	return error.advice.includes(SEND_OTHERS) ? undefined : after;
}

function namedRows(rows: readonly InvalidRow[], rowNames: RowNames): InvalidInput['first'] {
	return rows.map((row) => [nameOf(row, rowNames), failureOf(row, rowNames)] as const);
}

/** "Line 7", "Line 7 and 2 more rows with its ID". */
function nameOf(row: InvalidRow, rowNames: RowNames): string {
	const { others = 0 } = row;
	const name = rowNames.name(row);
	if (others === 0) return name;
	return fill(ROWS.withItsId.text, { row: name, others: counted(others, `more ${rowNames.noun}`) });
}

/** Items have their number beside the error already, where it is about one; lines of a file are named in it. */
function failureOf(row: InvalidRow, rowNames: RowNames): Failure {
	const isNamed = !rowNames.areItems || (row.others ?? 0) > 0;
	return {
		error: row.error,
		items: [row.item],
		...(isNamed && { subject: nameOf(row, rowNames) }),
	};
}
