import { Buffer } from 'node:buffer';
import { customerOf } from '../customers.ts';
import { batchFiles } from './batchFiles.mjs';
import { printMeasured } from './measured.mjs';

/** Encodes rows that are in memory into batch files, and sends nothing: `encodeOnly.mjs <rows>`. */
// As n8n has them: parsed from JSON.
const items = Array.from({ length: Number(process.argv[2]) }, (_, row) => ({
	json: JSON.parse(JSON.stringify(customerOf(row, 0))),
}));

function encode(rows) {
	let bytes = 0;
	for (const file of batchFiles(rows, (row) => items[row].json)) bytes += Buffer.from(file).length;
	return bytes;
}

await printMeasured(
	() => encode(Math.min(items.length, 100_000)),
	() => encode(items.length),
);
