import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest } from '../emulatedRun';
import { runNode, testCredential } from '../engine';

const emulator = emulatorPerTest();

/** What people paste for the client code. */
const PASTED: ReadonlyArray<(clientCode: string) => string> = [
	(clientCode) => `${clientCode}.tt.omtrdc.net`,
	(clientCode) => ` https://${clientCode}.tt.omtrdc.net/ `,
	(clientCode) => `https://${clientCode}.tt.omtrdc.net/m2/${clientCode}/profile/update`,
	(clientCode) => `http://mboxedge45.tt.omtrdc.net/m2/${clientCode}/profile/batchStatus?batchId=x`,
];

const OPERATIONS: readonly INodeParameters[] = [
	{ operation: 'updateProfile', profileId: 'c1', attributesMode: 'all' },
	{ operation: 'bulkUpdateProfiles', idField: 'id' },
	{ operation: 'getProfile', profileId: 'c1' },
	{ operation: 'getBulkUpdateStatus', batch: 'x' },
];

test.each(PASTED.map((paste) => [paste('democlient'), paste] as const))(
	'pasted as %j, the client code is what all operations and the test of the credential use',
	async (_, paste) => {
		const { clientCode } = emulator();
		emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
		const credential = { ...credentialFor(emulator()), clientCode: paste(clientCode) };
		for (const parameters of OPERATIONS) {
			const { error } = await runNode({ parameters, items: [{ id: 'c1', tier: 'gold' }], credential });
			expect(error).toBeUndefined();
		}
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
		const addresses = emulator().requests.map(({ url }) => url);
		expect(addresses.length).toBeGreaterThanOrEqual(5);
		for (const address of addresses) {
			expect(address).toMatch(new RegExp(`^/m2/${clientCode}/|[?&]client=${clientCode}(&|$)`));
		}
	},
);

test('what has none is told with what to paste', async () => {
	const credential = { ...credentialFor(emulator()), clientCode: 'target.example.com' };
	const { error } = await runNode({ parameters: OPERATIONS[0] ?? {}, items: [{ id: 'c1' }], credential });
	expect(error?.message).toBe('The client code in the credential is not valid');
	expect(error?.description).toContain('democlient.tt.omtrdc.net');
	expect(emulator().counts.requests).toBe(0);
});
