import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { emulatorPerTest, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

const FOLDER = dirname(require.resolve('csv-spectrum/package.json'));

type Row = Readonly<Record<string, string>>;

/** Its JSON is of other data than its CSV: one object, with another telephone number. */
const UNLIKE = 'location_coordinates';

const FILES = readdirSync(join(FOLDER, 'csvs'))
	.map((name) => name.replace('.csv', ''))
	.filter((name) => name !== UNLIKE);

function isRows(value: unknown): value is Row[] {
	return (
		Array.isArray(value) &&
		value.every((row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row))
	);
}

function rowsOf(name: string): Row[] {
	const rows: unknown = JSON.parse(readFileSync(join(FOLDER, 'json', `${name}.json`), 'utf8'));
	if (!isRows(rows)) throw new TypeError(`${name}.json is no list of rows`);
	return rows;
}

test('there are files to read', () => {
	expect(FILES.length).toBeGreaterThan(10);
});

test.each(FILES)('csv-spectrum: %s is read as its JSON says', async (name) => {
	const rows = rowsOf(name);
	const columns = Object.keys(rows[0] ?? {});
	const idField = columns.find((column) => rows.every((row) => /^\w+$/.test(row[column] ?? '')));
	if (idField === undefined) throw new TypeError(`${name}.csv has no column of IDs`);
	const content = readFileSync(join(FOLDER, 'csvs', `${name}.csv`));
	// The ID's column is sent, too, so that each cell is looked at.
	const values = columns.map((column) => ({ attribute: `of ${column}`, field: column }));
	const run = await runFile(emulator(), content, {
		idField,
		attributesMode: 'define',
		attributeMapping: { values },
		options: { commas: 'encode' },
	});
	expect(run.error).toBeUndefined();
	expect(emulator().counts.rows).toBe(rows.length);
	for (const row of rows) {
		const cells = columns
			.map((column): [string, string] => [`of ${column}`, row[column] ?? ''])
			.filter(([, value]) => value !== '');
		expect(emulator().profile('thirdPartyId', row[idField] ?? '')).toEqual(new Map(cells));
	}
});
