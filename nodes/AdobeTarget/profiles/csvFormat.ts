import { attributeName } from './attributes/attributeName';
import type { AttributeChoice } from './attributeChoice';
import { CsvRecord } from './csvRecord';
import type { Delimiter } from './csvRecord';
import type { FieldPath } from './fieldPath';
import { parseFieldList, parseFieldPath } from './fieldPath';
import type { FileFormat, FileLayout } from './fileRows';
import { HEAD_BYTES } from './recordReader';
import { UnreadableFile } from './unreadableFile';

/** In the order in which they win when a header has as many of one as of another. */
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** With what stands before it: a quote within a cell opens nothing. */
const QUOTED_CELL = /(^|[,;\t\n])"(?:[^"]|"")*"/g;

/** The names of a header are quoted to the person at the panel up to here. */
const MOST_NAMED = 20;

/** CSV with a header; the delimiter is found by itself. A name or path that the panel gives is the name of a column. */
export function csvFormat(idField: string, choice: AttributeChoice): FileFormat {
	const idPath = parseFieldPath(idField);
	return {
		readerFor: (firstLines, bytes) => new CsvRecord(delimiterOf(firstLines), bytes),
		layoutOf(header, columns) {
			const idColumn = columnOf(header, idPath);
			const fields = fieldsToSend(header, choice, idColumn);
			const nameless = fields.filter(({ name }) => isNameless(name)).map(({ column }) => column);
			const picked = fields
				.filter(({ name }) => !isNameless(name))
				.map(({ name, column }) => ({ column, attribute: columns.keptNumberOf(attributeName(name)) }));
			requireDifferent(picked, header);
			return { width: header.length, idColumn, picked, nameless };
		},
		cellAdvice: 'A cell that holds the delimiter or a line end has to stand in quotes.',
		shortRows: false,
		rawUtf8: true,
	};
}

/** The delimiter that the header has most of, outside of quotes. */
function delimiterOf(firstLines: Buffer): Delimiter {
	const text = firstLines.toString('latin1', 0, HEAD_BYTES).replace(/^[\r\n]+/, '');
	const [header = ''] = text.replace(QUOTED_CELL, '$1').split('\n', 1);
	let best: Delimiter = ',';
	let most = 0;
	for (const delimiter of DELIMITERS) {
		const count = header.split(delimiter).length - 1;
		if (count > most) [best, most] = [delimiter, count];
	}
	return best;
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

function fieldsToSend(header: readonly string[], choice: AttributeChoice, idColumn: number): Field[] {
	switch (choice.mode) {
		case 'all': {
			const excluded = new Set(
				parseFieldList(choice.excludeFields).flatMap((path) => [path.text, path.keys.join('.')]),
			);
			return header
				.map((name, column) => ({ name, column }))
				.filter(({ name, column }) => column !== idColumn && !excluded.has(name));
		}
		case 'selected':
			return parseFieldList(choice.fields).map((path) => {
				const column = columnOf(header, path);
				return { name: header[column] ?? '', column };
			});
		case 'define':
			return choice.mapping.map(({ attribute, field }) => ({
				name: attributeName(attribute),
				column: columnOf(header, parseFieldPath(field)),
			}));
	}
}

/** @throws UnreadableFile when the header does not have it, or twice */
function columnOf(header: readonly string[], path: FieldPath): number {
	const names = new Set([path.text, path.keys.join('.')]);
	const found = header.flatMap((name, column) => (names.has(name) ? [column] : []));
	const [column] = found;
	if (column === undefined) {
		const shown = header.slice(0, MOST_NAMED).map((name) => `"${name}"`);
		throw new UnreadableFile(
			`The file has no column "${path.text}"`,
			`Its header names ${shown.join(', ')}${header.length > MOST_NAMED ? ' and more' : ''}. Commas, semicolons and tabs are known between columns.`,
		);
	}
	if (found.length > 1) throw twice(path.text, found);
	return column;
}

function requireDifferent(picked: FileLayout['picked'], header: readonly string[]): void {
	const columns = new Map<number, number>();
	for (const { column, attribute } of picked) {
		const other = columns.get(attribute);
		if (other !== undefined) throw twice(header[column] ?? '', [other, column]);
		columns.set(attribute, column);
	}
}

function twice(name: string, columns: readonly number[]): UnreadableFile {
	return new UnreadableFile(
		`"${name}" is meant twice: by columns ${columns.map((column) => column + 1).join(' and ')} of the file`,
		'Give each column a name of its own in the header, or leave out all but one of them.',
	);
}
