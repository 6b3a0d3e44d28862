import { checkCredential } from './checks/credential';
import { checkErrorOutput } from './checks/errorOutput';
import { checkExamples } from './checks/examples';
import { checkOperations } from './checks/operations';
import { checkPanel } from './checks/panel';
import { checkRuns } from './checks/runs';
import { startTrial, type Trial } from './trial';

/**
 * What the packed node has to do in each n8n that it is for. `npm run test:matrix` runs it once for each of them, and
 * README.md has what came of it.
 */

let trial: Trial | undefined;

/** What the checks below look at, once it has started. */
const started = (): Trial => {
	if (trial === undefined) throw new Error('n8n did not start.');
	return trial;
};

beforeAll(async () => {
	trial = await startTrial();
});

afterAll(async () => {
	await trial?.stop();
});

checkPanel(started);
checkCredential(started);
checkOperations(started);
checkErrorOutput(started);
checkRuns(started);
checkExamples(started);
