import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	bodies,
	BROKEN,
	connections,
	errorOrBodies,
	failOnce,
	paths,
	isRequired,
	SLOW,
	TIMED_OUT,
	triesAndError,
} from './everyFieldCase';
import type { OperationCases } from './everyFieldCase';

const ITEM: IDataObject = { id: '1-2.28_20', tier: 'gold', address: { city: 'Bern' } };

const TIER = { assignments: [{ id: 'a', name: 'tier', type: 'string', value: '={{ $json.tier }}' }] };

const BASE: INodeParameters = {
	operation: 'updateProfile',
	profileId: '={{ $json.id }}',
	attributes: TIER,
};

const SENT = 'mbox3rdPartyId=1-2.28_20&profile.tier=gold';
const ALL = 'mbox3rdPartyId=1-2.28_20&profile.id=1-2.28_20&profile.tier=gold';

/** Every field of Update Profile. */
export const UPDATE_PROFILE: OperationCases = {
	parameters: BASE,
	items: [ITEM],
	fields: [
		{
			field: 'idType',
			see: bodies,
			shows: [
				['thirdPartyId', [SENT]],
				['pcId', ['mboxPC=1-2.28_20&profile.tier=gold']],
			],
		},
		{
			field: 'profileId',
			parameters: { profileId: '' },
			see: errorOrBodies,
			shows: [
				['', isRequired('Profile ID')],
				['c7', ['mbox3rdPartyId=c7&profile.tier=gold']],
			],
		},
		{
			field: 'attributesMode',
			parameters: { fields: 'id' },
			see: bodies,
			shows: [
				['define', [SENT]],
				['all', [`${ALL}&profile.address.city=Bern`]],
				['selected', ['mbox3rdPartyId=1-2.28_20&profile.id=1-2.28_20']],
			],
		},
		{
			field: 'attributes',
			parameters: { attributes: {} },
			see: errorOrBodies,
			shows: [
				[{}, 'The parameter "Attributes" is empty'],
				[TIER, [SENT]],
			],
		},
		{
			field: 'fields',
			parameters: { attributesMode: 'selected' },
			see: errorOrBodies,
			shows: [
				['', isRequired('Fields')],
				['address.city, tier', ['mbox3rdPartyId=1-2.28_20&profile.address.city=Bern&profile.tier=gold']],
			],
		},
		{
			field: 'options.concurrency',
			items: Array.from({ length: 20 }, (_, index) => ({ ...ITEM, id: `${index}-2.28_20` })),
			emulator: { latencyMs: 20 },
			see: connections,
			shows: [
				[10, 10],
				[2, 2],
			],
		},
		{
			field: 'options.excludeFields',
			parameters: { attributesMode: 'all' },
			see: bodies,
			shows: [
				['', [`${ALL}&profile.address.city=Bern`]],
				['id, address', [SENT]],
			],
		},
		{
			field: 'options.includeInputFields',
			see: (seen) => seen.success.map(({ json }) => json.tier),
			shows: [
				[false, [undefined]],
				[true, ['gold']],
			],
		},
		{
			field: 'options.maxRequestsPerSecond',
			items: [ITEM, ITEM, ITEM],
			see: ({ elapsedMs }) => Math.round(elapsedMs / 100) * 100,
			shows: [
				[0, 0],
				[2, 1_000],
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
			field: 'options.nestedValues',
			parameters: { attributesMode: 'selected', fields: 'tier, address' },
			see: bodies,
			shows: [
				['flatten', [`${SENT}&profile.address.city=Bern`]],
				['json', [`${SENT}&profile.address=%7B%22city%22%3A%22Bern%22%7D`]],
				['omit', [SENT]],
			],
		},
		{
			field: 'options.previewOnly',
			see: (seen) => [paths(seen), seen.success.map(({ json }) => json.submitted)],
			shows: [
				[false, [['POST /m2/{code}/profile/update'], [true]]],
				[true, [[], [false]]],
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
		{
			field: 'options.treatAsEmpty',
			parameters: { attributesMode: 'all', options: { excludeFields: 'id' } },
			see: bodies,
			shows: [
				['', ['mbox3rdPartyId=1-2.28_20&profile.tier=gold&profile.address.city=Bern']],
				['silver, gold', ['mbox3rdPartyId=1-2.28_20&profile.address.city=Bern']],
			],
		},
		{
			field: 'options.unknownProfiles',
			parameters: { options: { verifyProfileExists: true } },
			see: (seen) => [paths(seen), seen.error?.message ?? seen.success.map(({ json }) => json.submitted)],
			shows: [
				['passOn', [['GET /rest/v1/profiles/thirdPartyId/1-2.28_20'], [false]]],
				[
					'error',
					[
						['GET /rest/v1/profiles/thirdPartyId/1-2.28_20'],
						'Target has no profile with the ID "1-2.28_20", so nothing was sent',
					],
				],
			],
		},
		{
			field: 'options.verifyProfileExists',
			see: (seen) => [paths(seen), seen.success.map(({ json }) => json.submitted)],
			shows: [
				[false, [['POST /m2/{code}/profile/update'], [true]]],
				[true, [['GET /rest/v1/profiles/thirdPartyId/1-2.28_20'], [false]]],
			],
		},
	],
};
