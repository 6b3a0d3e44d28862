import { asInBatch } from '../../../examples/demoCustomers';
import { startEmulator, type Emulator } from '../../emulator';
import { compareProfiles } from '../../n8n/demo/compareProfiles';
import { customerOf } from '../customers';
import { CALLS_PER_MINUTE, CLIENT_CODE, type ExactComparison } from './exactTarget';

/**
 * An emulator in a process of its own, which is asked whether it holds the customers of a file. Run by `exactTarget.ts`,
 * and ends with it.
 */
async function main(): Promise<void> {
	const emulator = await startEmulator({ clientCode: CLIENT_CODE, callsPerMinute: CALLS_PER_MINUTE });
	process.once('disconnect', () => process.exit());
	process.on('message', (rows: number) => process.send?.(compare(emulator, rows)));
	process.send?.({ url: emulator.url });
}

/** Each customer of the file, value for value, and that there is nobody else. */
function compare(emulator: Emulator, rows: number): ExactComparison {
	let values = 0;
	let differences = 0;
	let first: ExactComparison['first'];
	for (let row = 0; row < rows; row++) {
		const { customerId, ...cells } = customerOf(row, 0);
		const sent = Object.entries(cells)
			.map(([name, value]) => [name, asInBatch(String(value))] as const)
			.filter(([, value]) => value !== '');
		const held = emulator.profile('thirdPartyId', customerId);
		const compared = compareProfiles(
			new Map([[customerId, Object.fromEntries(sent)]]),
			new Map(held === undefined ? [] : [[customerId, Object.fromEntries(held)]]),
		);
		values += compared.values;
		differences += compared.different.length;
		first ??= compared.different[0];
	}
	const { batches, refused } = emulator.counts;
	return { profiles: emulator.ids('thirdPartyId').length, values, differences, first, batches, refused };
}

void main();
