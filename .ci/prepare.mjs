import { giveUp } from '../test/install/failure.mjs';
import { FOLDER, installTrial } from '../test/matrix/install.mjs';
import { OLDEST } from '../test/matrix/versions.mjs';
import { prepare } from '../test/n8n/prepare.mjs';

/** Installs what the tests in n8n need, the newest one and then the oldest. */
async function main() {
	await prepare();
	await installTrial(OLDEST, FOLDER);
}

await main().catch(giveUp);
