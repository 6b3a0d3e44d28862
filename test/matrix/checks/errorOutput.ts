import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CSV, nodeOf } from '../../n8n/examples/examples';
import { sendWorkflow } from '../../n8n/server/runOperation';
import type { Started } from '../trial';

/** One without an ID, one that Target refuses, and two that it takes. */
const CUSTOMERS = [
	{ id: 'out-1', tier: 'gold' },
	{ id: '', tier: 'lost' },
	{ id: 'out-2', tier: 'refused' },
	{ id: 'out-3', tier: 'silver' },
];

/** One request at a time, none of them twice: of three customers with an ID, out-2 is the second. */
const IN_TURN = { concurrency: 1, maxRetries: 0 };

const OPERATIONS: ReadonlyArray<[name: string, parameters: INodeParameters]> = [
	[
		'Update Profile',
		{
			operation: 'updateProfile',
			profileId: '={{ $json.id }}',
			attributesMode: 'all',
			options: { ...IN_TURN, excludeFields: 'id' },
		},
	],
	[
		'Bulk Update Profiles',
		{
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			options: { ...IN_TURN, invalidRows: 'skip', rowsPerBatch: 1 },
		},
	],
];

/** "Continue (using error output)": what failed leaves by the error output, and nothing else does. */
export function checkErrorOutput(started: Started): void {
	it.each(OPERATIONS)('%s gives what failed to the error output, and only that', async (_, parameters) => {
		const { emulator, rest, credential } = started().n8n;
		for (const { id } of CUSTOMERS) emulator.putProfile('thirdPartyId', id);
		emulator.answerNext({ fault: 'latency', ms: 0 });
		emulator.answerNext({ fault: 'spoiled', how: 'refused' });
		const workflow = sendWorkflow(credential, CUSTOMERS, parameters);
		nodeOf(workflow, 'Send').onError = 'continueErrorOutput';

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json('Send').map(isError)).toEqual([false, false]);
		expect(execution.json('Send', 1).map(isError)).toEqual([true, true]);
	});
}

const isError = ({ error }: IDataObject): boolean => typeof error === 'string';
