import { COLUMNS } from '../customers.ts';

const ROWS_PER_BATCH = 50_000;
const [, ...attributes] = COLUMNS;

/**
 * The texts of the batch files of some customers, encoded in the plainest way.
 *
 * @param {ReadonlyArray<{ json: Record<string, string | number> }>} items
 */
export function* batchFiles(items) {
	for (let from = 0; from < items.length; from += ROWS_PER_BATCH) {
		const lines = [`batch=thirdPartyId,${attributes.join(',')}`];
		for (const { json } of items.slice(from, from + ROWS_PER_BATCH)) {
			let line = encodeURIComponent(json.customerId);
			for (const attribute of attributes) line += `,${encodeURIComponent(json[attribute])}`;
			lines.push(line);
		}
		yield lines.join('\n');
	}
}
