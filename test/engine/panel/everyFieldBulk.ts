import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
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
import type { OperationCases, Seen } from './everyFieldCase';

const ITEM: IDataObject = { id: 'c1', tier: 'gold', address: { city: 'Bern' } };

const V1 = 'POST /m2/{code}/profile/batchUpdate';
const V2 = 'POST /m2/{code}/v2/profile/batchUpdate';

const file = (content: string) => ({ content: Buffer.from(content), fileName: 'customers.csv' });

const statuses = ({ success }: Seen) => success.map(({ json }) => json.status);

const many = (count: number, others: IDataObject = { tier: 'gold' }) =>
	Array.from({ length: count }, (_, index) => ({ id: `c${index}`, ...others }));

const READ = ['batch=thirdPartyId,tier\nc2,silver'];
const NOT_READ = 'The file has no column "id"';

const TIER: INodeParameters = { attribute: 'tier', field: 'tier' };

/** Target takes half an hour for each batch. */
const HALF_AN_HOUR = { processingMs: 30 * 60_000, clock: virtualClock.clock.now };

/** Every field of Bulk Update Profiles. */
export const BULK_UPDATE_PROFILES: OperationCases = {
	parameters: { operation: 'bulkUpdateProfiles', idField: 'id' },
	items: [ITEM],
	fields: [
		{
			field: 'source',
			files: [{ data: file('id,tier\nc2,silver') }],
			see: bodies,
			shows: [
				['items', ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']],
				['file', ['batch=thirdPartyId,tier\nc2,silver']],
			],
		},
		{
			field: 'idType',
			see: (seen) => [paths(seen), bodies(seen)],
			shows: [
				['thirdPartyId', [[V2], ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']]],
				['pcId', [[V1], ['batch=pcId,tier,address.city\nc1,gold,Bern']]],
			],
		},
		{
			field: 'binaryPropertyName',
			parameters: { source: 'file' },
			files: [{ data: file('id,tier\nc2,silver'), other: file('id,tier\nc3,bronze') }],
			see: bodies,
			shows: [
				['data', ['batch=thirdPartyId,tier\nc2,silver']],
				['other', ['batch=thirdPartyId,tier\nc3,bronze']],
			],
		},
		{
			field: 'fileFormat',
			parameters: { source: 'file', idField: 'batch=thirdPartyId' },
			files: [{ data: file('batch=thirdPartyId,tier\nc2,a%20b') }],
			see: bodies,
			shows: [
				['csv', ['batch=thirdPartyId,tier\nc2,a%2520b']],
				['batchFile', ['batch=thirdPartyId,tier\nc2,a%20b']],
			],
		},
		{
			field: 'idField',
			parameters: { idField: '', attributesMode: 'selected', fields: 'id' },
			see: errorOrBodies,
			shows: [
				['', isRequired('ID Field')],
				['tier', ['batch=thirdPartyId,id\ngold,c1']],
			],
		},
		{
			field: 'attributesMode',
			parameters: { fields: 'address', attributeMapping: { values: [TIER] } },
			see: bodies,
			shows: [
				['all', ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']],
				['define', ['batch=thirdPartyId,tier\nc1,gold']],
				['selected', ['batch=thirdPartyId,address.city\nc1,Bern']],
			],
		},
		{
			field: 'attributeMapping.values.attribute',
			parameters: { attributesMode: 'define', attributeMapping: { values: [{ field: 'tier' }] } },
			see: errorOrBodies,
			shows: [
				[{ mode: 'name', value: '' }, ['batch=thirdPartyId,tier\nc1,gold']],
				[{ __rl: true, mode: 'name', value: 'level' }, ['batch=thirdPartyId,level\nc1,gold']],
			],
		},
		{
			field: 'attributeMapping.values.field',
			parameters: { attributesMode: 'define', attributeMapping: { values: [{ attribute: 'level' }] } },
			see: errorOrBodies,
			shows: [
				['', 'The attribute "level" has no input field'],
				['tier', ['batch=thirdPartyId,level\nc1,gold']],
			],
		},
		{
			field: 'fields',
			parameters: { attributesMode: 'selected' },
			see: errorOrBodies,
			shows: [
				['', isRequired('Fields')],
				['tier', ['batch=thirdPartyId,tier\nc1,gold']],
			],
		},
		{
			field: 'waitForProcessing',
			see: statuses,
			shows: [
				[false, ['submitted']],
				[true, ['complete']],
			],
		},
		{
			field: 'maxWaitMinutes',
			parameters: { waitForProcessing: true },
			emulator: HALF_AN_HOUR,
			see: statuses,
			shows: [
				[60, ['complete']],
				[10, ['incomplete']],
			],
		},
		{
			field: 'output',
			see: ({ success }) => success.map(({ json }) => [json.batch, json.batches]),
			shows: [
				['batches', [[1, undefined]]],
				['summary', [[undefined, 1]]],
			],
		},
		{
			field: 'options.apiVersion',
			variants: [{ idType: 'thirdPartyId' }, { idType: 'pcId' }],
			see: paths,
			shows: [
				['auto', [[V2], [V1]]],
				['v1', [[V1], [V1]]],
				['v2', [[V2], [V2]]],
			],
		},
		{
			field: 'options.concurrency',
			parameters: { options: { rowsPerBatch: 1 } },
			items: many(6),
			emulator: { latencyMs: 20 },
			see: connections,
			shows: [
				[3, 3],
				[1, 1],
			],
		},
		{
			field: 'options.commas',
			items: [{ id: 'c1', tier: 'red, blue', notes: 'a\nb' }],
			see: errorOrBodies,
			shows: [
				['replace', ['batch=thirdPartyId,tier,notes\nc1,red%3B%20blue,a%20b']],
				['encode', ['batch=thirdPartyId,tier,notes\nc1,red%2C%20blue,a%0Ab']],
				['refuse', 'The attribute "tier" holds a comma, which Commas in Values refuses'],
			],
		},
		{
			field: 'options.commaReplacement',
			items: [{ id: 'c1', tier: 'red,blue' }],
			see: errorOrBodies,
			shows: [
				[';', ['batch=thirdPartyId,tier\nc1,red%3Bblue']],
				[' / ', ['batch=thirdPartyId,tier\nc1,red%20%2F%20blue']],
				[', ', 'The option "Comma Replacement" can’t take the place of commas'],
			],
		},
		{
			field: 'options.delimiter',
			parameters: { source: 'file' },
			files: [
				{
					comma: file('id,tier\nc2,silver'),
					semicolon: file('id;tier\nc2;silver'),
					tab: file('id\ttier\nc2\tsilver'),
					pipe: file('id|tier\nc2|silver'),
				},
			],
			variants: ['comma', 'semicolon', 'tab', 'pipe'].map((binaryPropertyName) => ({ binaryPropertyName })),
			see: errorOrBodies,
			shows: [
				['auto', [READ, READ, READ, READ]],
				['comma', [READ, NOT_READ, NOT_READ, NOT_READ]],
				['semicolon', [NOT_READ, READ, NOT_READ, NOT_READ]],
				['tab', [NOT_READ, NOT_READ, READ, NOT_READ]],
				['pipe', [NOT_READ, NOT_READ, NOT_READ, READ]],
			],
		},
		{
			field: 'options.duplicateIds',
			items: [
				{ id: 'c1', tier: 'gold' },
				{ id: 'c1', city: 'Bern' },
			],
			see: errorOrBodies,
			shows: [
				['merge', ['batch=thirdPartyId,tier,city\nc1,gold,Bern']],
				['keep', ['batch=thirdPartyId,tier,city\nc1,gold\nc1,,Bern']],
				['stop', '1 item of 2 has an ID that an earlier item has'],
			],
		},
		{
			field: 'options.excludeFields',
			see: bodies,
			shows: [
				['', ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']],
				['address', ['batch=thirdPartyId,tier\nc1,gold']],
			],
		},
		{
			field: 'options.invalidRows',
			items: [{ id: 'c1', tier: 'gold' }, { tier: 'silver' }],
			see: errorOrBodies,
			shows: [
				['stop', 'Item 1: There is no field "id" that could hold the ID'],
				['skip', ['batch=thirdPartyId,tier\nc1,gold']],
			],
		},
		{
			field: 'options.maxBatchSizeMb',
			items: many(20, { text: 'x'.repeat(60_000) }),
			see: ({ success }) => success.length,
			shows: [
				[45, 1],
				[1, 2],
			],
		},
		{
			field: 'options.maxRetries',
			before: failOnce,
			see: triesAndError,
			shows: [
				[3, [2, undefined]],
				[0, [1, `Batch 1 (1 profile, item 0) was not submitted: ${BROKEN}`]],
			],
		},
		{
			field: 'options.nestedValues',
			see: bodies,
			shows: [
				['flatten', ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']],
				['json', ['batch=thirdPartyId,tier,address\nc1,gold,%7B%22city%22%3A%22Bern%22%7D']],
				['omit', ['batch=thirdPartyId,tier\nc1,gold']],
			],
		},
		{
			field: 'options.previewOnly',
			see: (seen) => [paths(seen), statuses(seen)],
			shows: [
				[false, [[V2], ['submitted']]],
				[true, [[], ['preview']]],
			],
		},
		{
			field: 'options.rowsPerBatch',
			items: many(3),
			see: ({ success }) => success.map(({ json }) => json.rows),
			shows: [
				[0, [3]],
				[2, [2, 1]],
			],
		},
		{
			field: 'options.share',
			items: many(4),
			see: errorOrBodies,
			shows: [
				['1 of 1', ['batch=thirdPartyId,tier\nc0,gold\nc1,gold\nc2,gold\nc3,gold']],
				['1 of 2', ['batch=thirdPartyId,tier\nc0,gold']],
				['2 of 2', ['batch=thirdPartyId,tier\nc1,gold\nc2,gold\nc3,gold']],
				['3 of 2', 'The option "Share" must be like "2 of 8"'],
			],
		},
		{
			field: 'options.timeoutSeconds',
			parameters: { options: { maxRetries: 0 } },
			...SLOW,
			see: triesAndError,
			shows: [
				[300, [1, undefined]],
				[1, [1, `Batch 1 (1 profile, item 0) was not submitted: ${TIMED_OUT}`]],
			],
		},
		{
			field: 'options.treatAsEmpty',
			see: bodies,
			shows: [
				['', ['batch=thirdPartyId,tier,address.city\nc1,gold,Bern']],
				['silver, gold', ['batch=thirdPartyId,address.city\nc1,Bern']],
			],
		},
	],
};
