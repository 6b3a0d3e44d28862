import { attributeName } from '../../attributes/attributeName';
import { NearNames } from '../../fields/nearName';
import { allExcluded } from '../../attributes/attributeChoice';
import type { AttributeChoice } from '../../attributes/attributeChoice';
import { trimmedName } from '../../trimmedName';
import { CsvRecord } from './csvRecord';
import type { FieldPath } from '../../fields/fieldPath';
import { namesOf, parseFieldList, parseFieldPath } from '../../fields/fieldPath';
import type { FileFormat, FileLayout } from '../fileFormat';
import { findDelimiter } from './delimiters';
import type { DelimiterChoice } from './delimiters';
import { lineEndOf } from '../lineEnds';
import { CELLS, CSV, SPACE_BEFORE_QUOTE } from './messages';
import { MESSAGES } from '../messages';
import { otherKind } from '../otherKind';
import { HEAD_BYTES } from '../recordReader';
import { fill, say } from '../../../say';
import { UnreadableFile } from '../../unreadableFile';
import { shown } from '../../../shown';

/**
 * A cell in quotes, perhaps cut by the end of the text. What stands before it is a part of the match, because a quote
 * opens a cell only at its beginning.
 */
const QUOTED_CELL = /(^|[,;\t|\r\n])"(?:[^"]|"")*(?:"|$)/g;

/** Programs that put one before a text put it before a text that has one, too. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff', 'utf8');

/** The names of a header are quoted to the person at the panel up to here. */
const MOST_NAMED = 20;

/**
 * CSV with a header. A name or path that the panel gives is the name of a column.
 *
 * @param delimiter what stands between the columns; by default it is found
 */
export function csvFormat(
	idField: string,
	choice: AttributeChoice,
	delimiter: DelimiterChoice = 'auto',
): FileFormat {
	const idPath = parseFieldPath(idField);
	const paths = [idPath, ...pathsOf(choice)];
	return {
		lineEndOf: (head) => lineEndOf(head.toString('latin1', 0, HEAD_BYTES).replace(QUOTED_CELL, '$1')),
		open(memory, lineEnd) {
			// One mark is gone by then. Behind another, a quote would not open the first cell, and be a part of its name.
			while (memory.rest().indexOf(BYTE_ORDER_MARK) === 0) memory.start += BYTE_ORDER_MARK.length;
			const found = findDelimiter(memory, lineEnd, delimiter, (header) => countNamed(header, paths));
			return {
				reader: new CsvRecord(found.delimiter, lineEnd, memory.bytes),
				firstByte: memory.start + found.separatorLine,
				firstLine: found.separatorLine > 0 ? 2 : 1,
			};
		},
		otherKind: (head) => otherKind(head, 'CSV'),
		layoutOf(names, columns) {
			const header = names.map(trimmedName);
			const places = placesIn(header);
			const idColumn = columnOf(header, places, idPath);
			const fields = fieldsToSend(header, places, choice, idColumn);
			const nameless = fields.filter(({ name }) => isNameless(name)).map(({ column }) => column);
			const picked = fields
				.filter(({ name }) => !isNameless(name))
				.map(({ name, column }) => ({ column, attribute: columns.keptNumberOf(attributeName(name)) }));
			requireDifferentAttributes(picked, header);
			refuseSpaceBeforeQuotes(names);
			const leastCells = header.findLastIndex((name) => name !== '') + 1;
			return {
				width: header.length,
				leastCells,
				idColumn,
				idName: header[idColumn] ?? '',
				picked,
				nameless,
				trimmedNames: 0,
			};
		},
		mayBeUnderlined: true,
		cellAdvice: CELLS.csv,
		rawUtf8: true,
	};
}

/** The columns that the panel names beside the ID's, but for those that are left out: they need not be there. */
function pathsOf(choice: AttributeChoice): FieldPath[] {
	switch (choice.mode) {
		case 'all':
			return [];
		case 'selected':
			return parseFieldList(choice.fields);
		case 'define':
			return choice.mapping.map(({ field }) => parseFieldPath(field));
	}
}

/** How many of the paths are columns of a header. */
function countNamed(names: readonly string[], paths: readonly FieldPath[]): number {
	const header = new Set(names.map(trimmedName));
	return paths.filter((path) => namesOf(path).some((name) => header.has(name))).length;
}

/** As an attribute: `profile.` alone is no name either. */
function isNameless(name: string): boolean {
	return name.replace(/^profile\./, '').trim() === '';
}

interface Field {
	/** The attribute, as yet with the `profile.` that may stand before it. */
	readonly name: string;
	readonly column: number;
}

/** The columns of each name of a header. */
type Places = ReadonlyMap<string, readonly number[]>;

function placesIn(header: readonly string[]): Places {
	const places = new Map<string, number[]>();
	for (const [column, name] of header.entries()) {
		const others = places.get(name);
		if (others === undefined) places.set(name, [column]);
		else others.push(column);
	}
	return places;
}

function fieldsToSend(
	header: readonly string[],
	places: Places,
	choice: AttributeChoice,
	idColumn: number,
): Field[] {
	switch (choice.mode) {
		case 'all': {
			const excluded = new Set(parseFieldList(allExcluded(choice)).flatMap(namesOf));
			return header
				.map((name, column) => ({ name, column }))
				.filter(({ name, column }) => column !== idColumn && !excluded.has(name));
		}
		case 'selected':
			return parseFieldList(choice.fields).map((path) => {
				const column = columnOf(header, places, path);
				return { name: header[column] ?? '', column };
			});
		case 'define':
			return choice.mapping.map(({ attribute, field }) => {
				const column = columnOf(header, places, parseFieldPath(field));
				return { name: attributeName(attribute ?? header[column] ?? ''), column };
			});
	}
}

/** @throws UnreadableFile when the header does not have it, or twice */
function columnOf(header: readonly string[], places: Places, path: FieldPath): number {
	const [text, joined] = namesOf(path);
	const found = [...new Set([text, joined])].flatMap((name) => places.get(name) ?? []).sort((a, b) => a - b);
	const [column] = found;
	if (column === undefined) {
		const near = new NearNames(header).of(joined);
		const named = header.slice(0, MOST_NAMED).map((name) => `"${shown(name)}"`);
		const columns = `${named.join(', ')}${header.length > MOST_NAMED ? ' and more' : ''}`;
		const names = { column: shown(text), columns };
		throw new UnreadableFile(
			...(near === undefined
				? say(CSV.noColumn, names)
				: say(CSV.otherColumn, { ...names, near: shown(near) })),
		);
	}
	if (found.length > 1) throw meantTwice(text, found);
	return column;
}

function requireDifferentAttributes(picked: FileLayout['picked'], header: readonly string[]): void {
	const columns = new Map<number, number>();
	for (const { column, attribute } of picked) {
		const other = columns.get(attribute);
		if (other !== undefined) throw meantTwice(header[column] ?? '', [other, column]);
		columns.set(attribute, column);
	}
}

/** @throws UnreadableFile when a name stands in quotes that are a part of it, as white space stands before them */
function refuseSpaceBeforeQuotes(names: readonly string[]): void {
	const found = names.findIndex((name) => /^\s+"[^]*"\s*$/.test(name));
	if (found < 0) return;
	const reason = fill(SPACE_BEFORE_QUOTE.reason, { column: found + 1 });
	const { advice } = SPACE_BEFORE_QUOTE;
	throw new UnreadableFile(...say(MESSAGES.headerBroken, { reason, advice }));
}

function columnsInWords(columns: readonly number[]): string {
	const named = columns.slice(0, MOST_NAMED).map((column) => column + 1);
	return `${named.join(' and ')}${columns.length > MOST_NAMED ? ' and more' : ''}`;
}

function meantTwice(name: string, columns: readonly number[]): UnreadableFile {
	return new UnreadableFile(
		...say(CSV.columnTwice, { column: shown(name), columns: columnsInWords(columns) }),
	);
}
