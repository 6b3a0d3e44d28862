import { giveUp } from '../install/failure.mjs';
import { runJest } from '../n8n/jest.mjs';
import { prepare } from './prepare.mjs';

const LONG = '--long';

/**
 * `npm run test:queue`: the packed node in an n8n in queue mode. Arguments go to Jest; `--long` runs the tests too that
 * take minutes each.
 */
async function main() {
	const args = process.argv.slice(2);
	await runJest({
		folder: 'queue',
		prepare,
		args: args.filter((arg) => arg !== LONG),
		env: args.includes(LONG) ? { LONG_TESTS: 'true' } : {},
	});
}

await main().catch(giveUp);
