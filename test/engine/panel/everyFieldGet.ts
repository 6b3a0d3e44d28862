import { BROKEN, failOnce, paths, isRequired, SLOW, TIMED_OUT, triesAndError } from './everyFieldCase';
import type { FieldCase, OperationCases, Seen } from './everyFieldCase';

const urls = ({ emulator }: Seen) =>
	emulator.requests.map(({ url }) => url.replaceAll(emulator.clientCode, '{code}'));

const jsons = ({ success }: Seen) => success.map(({ json }) => json);

const errorOrPaths = (seen: Seen) => seen.error?.message ?? paths(seen);

/** Every field of Get Bulk Update Status. */
export const GET_BULK_UPDATE_STATUS: OperationCases = {
	parameters: { operation: 'getBulkUpdateStatus' },
	fields: [
		{
			field: 'batch',
			see: (seen) => seen.error?.message ?? jsons(seen).map(({ batchId }) => batchId),
			shows: [
				['', isRequired('Batch')],
				['batch-7', ['batch-7']],
			],
		},
		{
			field: 'includeCounts',
			parameters: { batch: 'batch-7' },
			see: urls,
			shows: [
				[true, ['/m2/{code}/profile/batchStatus?batchId=batch-7&showDetails=true']],
				[false, ['/m2/{code}/profile/batchStatus?batchId=batch-7']],
			],
		},
	],
};

/** Every field of Get Profile. */
export const GET_PROFILE: OperationCases = {
	parameters: { operation: 'getProfile', profileId: 'c1' },
	before(emulator) {
		for (const idType of ['thirdPartyId', 'pcId', 'ecid'] as const) {
			emulator.putProfile(idType, 'c1', { tier: 'gold' });
			emulator.putProfile(idType, 'c7');
		}
	},
	fields: [
		{
			field: 'idType',
			see: paths,
			shows: [
				['thirdPartyId', ['GET /rest/v1/profiles/thirdPartyId/c1']],
				['pcId', ['GET /rest/v1/profiles/c1']],
				['ecid', ['GET /rest/v1/profiles/marketingCloudVisitorId/c1']],
			],
		},
		{
			field: 'profileId',
			parameters: { profileId: '' },
			see: errorOrPaths,
			shows: [
				['', isRequired('Profile ID')],
				['c7', ['GET /rest/v1/profiles/thirdPartyId/c7']],
			],
		},
		{
			field: 'simplify',
			emulator: { clock: () => 0 },
			see: (seen) => jsons(seen).map(({ attributes, profileAttributes }) => attributes ?? profileAttributes),
			shows: [
				[true, [{ tier: 'gold' }]],
				[false, [{ tier: { value: 'gold', modifiedAt: '1970-01-01T00:00:00.000Z' } }]],
			],
		},
		{
			field: 'options.maxRetries',
			before: failOnce,
			see: triesAndError,
			shows: [
				[3, [2, undefined]],
				[0, [1, BROKEN]],
			],
		},
		{
			field: 'options.returnEmptyWhenMissing',
			parameters: { profileId: 'nobody' },
			see: (seen) => seen.error?.message ?? jsons(seen),
			shows: [
				[false, 'Target has no profile with the ID "nobody"'],
				[true, [{}]],
			],
		},
		{
			field: 'options.timeoutSeconds',
			parameters: { options: { maxRetries: 0 } },
			...SLOW,
			see: triesAndError,
			shows: [
				[30, [1, undefined]],
				[1, [1, TIMED_OUT]],
			],
		},
	],
};

const RUNS_ALL = {
	profileId: 'c1',
	attributes: { assignments: [{ id: 'a', name: 'tier', type: 'string', value: 'gold' }] },
	idField: 'id',
	batch: 'batch-7',
};

/** The choice of the operation itself. */
export const OPERATION: FieldCase = {
	field: 'operation',
	parameters: RUNS_ALL,
	items: [{ id: 'c1', tier: 'gold' }],
	before(emulator) {
		emulator.putProfile('thirdPartyId', 'c1');
	},
	see: paths,
	shows: [
		['updateProfile', ['POST /m2/{code}/profile/update']],
		['bulkUpdateProfiles', ['POST /m2/{code}/v2/profile/batchUpdate']],
		['getBulkUpdateStatus', ['GET /m2/{code}/profile/batchStatus']],
		['getProfile', ['GET /rest/v1/profiles/thirdPartyId/c1']],
	],
};
