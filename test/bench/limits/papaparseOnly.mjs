import fs from 'node:fs';
import Papa from 'papaparse';
import { printMeasured } from './measured.mjs';

/** Only parses a CSV file with papaparse, as a stream or whole: `papaparseOnly.mjs <file> stream|whole`. */
const [file, way] = process.argv.slice(2);

function parse(end) {
	let rows = 0;
	const step = () => rows++;
	if (way === 'whole') {
		Papa.parse(fs.readFileSync(file, 'utf8').slice(0, end), { step });
		return rows;
	}
	return new Promise((resolve, reject) => {
		const stream = fs.createReadStream(file, { end: end - 1 });
		Papa.parse(stream, { step, complete: () => resolve(rows), error: reject });
	});
}

await printMeasured(
	() => parse(5_000_000),
	() => parse(Infinity),
);
