import { BinaryDataService } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { executeBulkUpdateProfiles } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/execute';
import { executeGetBulkUpdateStatus } from '../../../nodes/AdobeTarget/operations/getBulkUpdateStatus/execute';
import { executeGetProfile } from '../../../nodes/AdobeTarget/operations/getProfile/execute';
import { executeUpdateProfile } from '../../../nodes/AdobeTarget/operations/updateProfile/execute';
import { emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRun } from '../engine';

const emulator = emulatorPerTest();

afterEach(() => {
	jest.restoreAllMocks();
});

const SERVER_TO_SERVER = {
	clientCode: 'democlient',
	authentication: 'oAuthServerToServer',
	tenantId: 'demotenant',
	clientId: 'sample-client-id',
	clientSecret: 'sample-client-secret',
	scopes: 'openid,AdobeID',
};

/** Credentials that can't be right, by the words of their error. */
const CREDENTIALS: ReadonlyArray<
	readonly [what: string, credential: ICredentialDataDecryptedObject, words: string]
> = [
	['a wrong client code', { clientCode: 'a b' }, 'The client code in the credential is not valid'],
	[
		'no token',
		{ clientCode: 'democlient', authentication: 'profileToken', profileToken: '' },
		'The credential has no profile authentication token',
	],
	[
		'an edge that is not https',
		{ clientCode: 'democlient', customEndpoints: true, edgeUrl: 'http://target.example.com' },
		'The edge URL in the credential is not https',
	],
	['no tenant ID', { ...SERVER_TO_SERVER, tenantId: '' }, 'The credential has no tenant ID'],
	[
		'a wrong Admin URL',
		{
			...SERVER_TO_SERVER,
			customEndpoints: '={{ "true" }}',
			edgeUrl: 'https://example.com',
			adminUrl: 'admin',
		},
		'The Admin URL in the credential is not an address',
	],
	[
		'a list of domains, and no address to hold against it',
		{ clientCode: 'a/b', allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' },
		'The client code in the credential is not valid',
	],
];

/** What would be an error too, were it looked at. */
const UNREADABLE = '={{ $json.id.missing( }}';
const FILES = [{ data: { content: Buffer.from('PK\u0003\u0004'), fileName: 'customers.csv' } }];

/** Runs in which anything else that is looked at is wrong as well. */
const RUNS: ReadonlyArray<readonly [what: string, parameters: INodeParameters]> = [
	['Update Profile', { operation: 'updateProfile', profileId: UNREADABLE }],
	[
		'Update Profile, previewed',
		{ operation: 'updateProfile', profileId: UNREADABLE, options: { previewOnly: true } },
	],
	[
		'Update Profile with an option that can’t be right',
		{ operation: 'updateProfile', profileId: 'c0', options: { concurrency: 'many' } },
	],
	['Bulk Update Profiles', { operation: 'bulkUpdateProfiles', idField: UNREADABLE }],
	[
		'Bulk Update Profiles of a file',
		{ operation: 'bulkUpdateProfiles', source: 'file', binaryPropertyName: 'data', idField: 'id' },
	],
	[
		'Bulk Update Profiles of a file, previewed',
		{
			operation: 'bulkUpdateProfiles',
			source: 'file',
			binaryPropertyName: 'data',
			idField: 'id',
			options: { previewOnly: true },
		},
	],
	[
		'Bulk Update Profiles of a file that is not there',
		{ operation: 'bulkUpdateProfiles', source: 'file', binaryPropertyName: 'other', idField: 'id' },
	],
	['Get Profile', { operation: 'getProfile', profileId: UNREADABLE }],
	['Get Bulk Update Status', { operation: 'getBulkUpdateStatus', batch: UNREADABLE }],
];

describe.each(CREDENTIALS)('%s', (_, credential, words) => {
	test.each(RUNS)(
		'%s: the error is that of the credential, and no file is opened',
		async (__, parameters) => {
			const opened = jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
				throw new Error('The file was opened');
			});
			const run: Omit<NodeRun, 'onError'> = {
				parameters,
				items: [{ id: 'c0' }],
				credential,
				files: FILES,
				binaryMode: 'storage',
			};
			for (const onError of ON_ERROR) {
				const { success, failed, error } = await runNode({ ...run, onError });
				const given = error?.message ?? failed[0]?.json.error ?? success[0]?.json.error;
				expect([onError, given]).toEqual([onError, words]);
			}
			expect(opened).not.toHaveBeenCalled();
			expect(emulator().counts.connections).toBe(0);
		},
	);
});

test.each([
	['Update Profile', executeUpdateProfile],
	['Bulk Update Profiles', executeBulkUpdateProfiles],
	['Get Profile', executeGetProfile],
	['Get Bulk Update Status', executeGetBulkUpdateStatus],
])('%s: without items nothing is read, and nothing comes out', async (_, execute) => {
	const context: Partial<IExecuteFunctions> = { getInputData: () => [] };
	expect(await execute(context as IExecuteFunctions, true)).toEqual([]);
});
