import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const ROWS_PER_WRITE = 2_000;

/** The columns of a customer, the ID first. */
export const COLUMNS = [
	'customerId',
	'name',
	'city',
	'tier',
	'points',
	'lastOrder',
	'segment',
	'email',
] as const;

/**
 * A made-up customer, the same on every run: an ID and seven attributes, some of them empty, with commas and quotes or
 * with letters beyond ASCII; about 95 bytes as a row of a CSV file. The Code nodes of the benchmark hold the text of
 * this function, so it refers to nothing around it.
 *
 * @param row from 0
 * @param repeatEvery each so-many-th row has the ID of an earlier row; 0 for none
 */
export function customerOf(row: number, repeatEvery: number) {
	const repeats = repeatEvery > 0 && row % repeatEvery === repeatEvery - 1;
	// Spread over all that came before, so that no window of rows holds both.
	const id = repeats ? Math.floor((row * 0.618) % row) : row;
	return {
		customerId: `C${String(id).padStart(9, '0')}`,
		name: `Sample ${row % 977}`,
		city: ['Berlin', 'Paris', 'Köln', 'New York', 'São Paulo', 'Łódź'][row % 6],
		tier: ['gold', 'silver', 'bronze', ''][row % 4],
		points: row % 10_000,
		lastOrder: `2026-0${(row % 9) + 1}-1${row % 10}`,
		segment: `group ${row % 50}, "new"`,
		email: `user${row}@example.com`,
	};
}

/** Writes a CSV file of made-up customers. @returns the size of the file in bytes */
export async function writeCustomersCsv(file: string, rows: number, repeatEvery: number): Promise<number> {
	const stream = createWriteStream(file, { highWaterMark: 1_048_576 });
	let text = `${COLUMNS.join(',')}\n`;
	for (let row = 0; row < rows; row++) {
		text += `${Object.values(customerOf(row, repeatEvery)).map(cell).join(',')}\n`;
		if (row % ROWS_PER_WRITE !== ROWS_PER_WRITE - 1) continue;
		if (!stream.write(text)) await once(stream, 'drain');
		text = '';
	}
	stream.end(text);
	await once(stream, 'close');
	return stream.bytesWritten;
}

function cell(value: string | number | undefined): string {
	const text = String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
