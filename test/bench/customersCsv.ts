import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const CITIES = ['Berlin', 'Paris', 'Köln', 'New York', 'São Paulo', 'Łódź'];
const TIERS = ['gold', 'silver', 'bronze', ''];
const ROWS_PER_WRITE = 2_000;

/**
 * Writes a CSV file of made-up customers, the same on every run: an ID and seven attributes, some of them empty, quoted
 * or with letters beyond ASCII; about 95 bytes a row.
 *
 * @param repeatEvery each so-many-th row has the ID of an earlier row; 0 for none
 * @returns the size of the file in bytes
 */
export async function writeCustomersCsv(file: string, rows: number, repeatEvery: number): Promise<number> {
	const stream = createWriteStream(file, { highWaterMark: 1_048_576 });
	let text = 'customerId,name,city,tier,points,lastOrder,segment,email\n';
	for (let row = 0; row < rows; row++) {
		text += customer(row, repeatEvery);
		if (row % ROWS_PER_WRITE !== ROWS_PER_WRITE - 1) continue;
		if (!stream.write(text)) await once(stream, 'drain');
		text = '';
	}
	stream.end(text);
	await once(stream, 'close');
	return stream.bytesWritten;
}

function customer(row: number, repeatEvery: number): string {
	const repeats = repeatEvery > 0 && row % repeatEvery === repeatEvery - 1;
	// Spread over all that came before, so that no window of rows holds both.
	const id = repeats ? Math.floor((row * 0.618) % row) : row;
	const city = CITIES[row % CITIES.length] ?? '';
	const tier = TIERS[row % TIERS.length] ?? '';
	const date = `2026-0${(row % 9) + 1}-1${row % 10}`;
	return `C${String(id).padStart(9, '0')},Sample ${row % 977},${city},${tier},${row % 10_000},${date},"group ${row % 50}, ""new""",user${row}@example.com\n`;
}
