import { COLUMNS } from '../customers.ts';

const [, ...attributes] = COLUMNS;

/**
 * The texts of the batch files of some customers, encoded in the plainest way.
 *
 * @param {number} rows how many there are
 * @param {(row: number) => Record<string, string | number>} customer
 * @param {number} rowsPerBatch
 */
export function* batchFiles(rows, customer, rowsPerBatch = 50_000) {
	for (let from = 0; from < rows; from += rowsPerBatch) {
		const lines = [`batch=thirdPartyId,${attributes.join(',')}`];
		for (let row = from; row < Math.min(rows, from + rowsPerBatch); row++) {
			const json = customer(row);
			let line = encodeURIComponent(json.customerId);
			for (const attribute of attributes) line += `,${encodeURIComponent(json[attribute])}`;
			lines.push(line);
		}
		yield lines.join('\n');
	}
}
