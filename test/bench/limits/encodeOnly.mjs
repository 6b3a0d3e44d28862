import { Buffer } from 'node:buffer';
import { COLUMNS, customerOf } from '../customers.ts';
import { printMeasured } from './measured.mjs';

/** Encodes rows that are in memory into batch files, in the plainest way, and sends nothing: `encodeOnly.mjs <rows>`. */
const ROWS_PER_BATCH = 50_000;
const [, ...attributes] = COLUMNS;
// As n8n has them: parsed from JSON.
const items = Array.from({ length: Number(process.argv[2]) }, (_, row) => ({
	json: JSON.parse(JSON.stringify(customerOf(row, 0))),
}));

function encode(rows) {
	let bytes = 0;
	for (let from = 0; from < rows.length; from += ROWS_PER_BATCH) {
		const lines = [`batch=thirdPartyId,${attributes.join(',')}`];
		for (const { json } of rows.slice(from, from + ROWS_PER_BATCH)) {
			let line = encodeURIComponent(json.customerId);
			for (const attribute of attributes) line += `,${encodeURIComponent(json[attribute])}`;
			lines.push(line);
		}
		bytes += Buffer.from(lines.join('\n')).length;
	}
	return bytes;
}

await printMeasured(
	() => encode(items.slice(0, 100_000)),
	() => encode(items),
);
