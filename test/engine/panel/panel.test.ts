import { readFileSync } from 'node:fs';
import path from 'node:path';

import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';

const adobeTarget = new AdobeTarget();
const { description } = adobeTarget;
const { properties } = description;

/** A node as a workflow has it: the defaults of all that was not chosen are filled in. */
function nodeWith(parameters: INodeParameters): INode {
	const node: INode = {
		id: '1',
		name: 'Adobe Target',
		type: 'adobeTarget',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const filled = NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description);
	return { ...node, parameters: filled ?? {} };
}

/** The names of what the editor shows of these properties, which stand at a path of the node. */
function shown(fields: readonly INodeProperties[], node: INode, at: string): string[] {
	const values = { parameters: node.parameters };
	return fields
		.filter((field) => NodeHelpers.displayParameterPath(values, field, at, node, description))
		.map(({ name }) => name);
}

function fieldsShown(parameters: INodeParameters): string[] {
	return shown(properties, nodeWith(parameters), 'parameters');
}

function optionsOffered(parameters: INodeParameters): string[] {
	const node = nodeWith(parameters);
	const collection = properties.find(
		(field) =>
			field.type === 'collection' &&
			NodeHelpers.displayParameterPath(
				{ parameters: node.parameters },
				field,
				'parameters',
				node,
				description,
			),
	);
	return shown((collection?.options ?? []) as INodeProperties[], node, 'parameters.options');
}

const UPDATE = { operation: 'updateProfile' };
const BULK = { operation: 'bulkUpdateProfiles' };
const BATCH_FILE = { ...BULK, source: 'file', fileFormat: 'batchFile' };

describe('fields appear only when they matter', () => {
	test.each<[string, INodeParameters, string[]]>([
		[
			'Update Profile',
			UPDATE,
			['idType', 'profileId', 'attributesMode', 'attributes', 'unknownProfileNotice', 'options'],
		],
		[
			'Update Profile of selected fields',
			{ ...UPDATE, attributesMode: 'selected' },
			['idType', 'profileId', 'attributesMode', 'fields', 'unknownProfileNotice', 'options'],
		],
		[
			'Update Profile that only previews',
			{ ...UPDATE, options: { previewOnly: true } },
			[
				'idType',
				'profileId',
				'attributesMode',
				'attributes',
				'unknownProfileNotice',
				'options',
				'previewNotice',
			],
		],
		[
			'Bulk Update Profiles of a batch file that only previews',
			{ ...BATCH_FILE, idType: 'pcId', options: { previewOnly: true } },
			[
				'source',
				'idType',
				'binaryPropertyName',
				'fileFormat',
				'waitForProcessing',
				'output',
				'options',
				'previewNotice',
			],
		],
		[
			'Update Profile that asks for the profile first',
			{ ...UPDATE, options: { verifyProfileExists: true } },
			['idType', 'profileId', 'attributesMode', 'attributes', 'options'],
		],
		[
			'Bulk Update Profiles',
			BULK,
			[
				'source',
				'idType',
				'idField',
				'attributesMode',
				'overrideNotice',
				'waitForProcessing',
				'output',
				'options',
			],
		],
		[
			'Bulk Update Profiles of a batch file that waits, by PC ID',
			{ ...BATCH_FILE, idType: 'pcId', waitForProcessing: true },
			[
				'source',
				'idType',
				'binaryPropertyName',
				'fileFormat',
				'waitForProcessing',
				'maxWaitMinutes',
				'output',
				'options',
			],
		],
		['Get Bulk Update Status', { operation: 'getBulkUpdateStatus' }, ['batch', 'includeCounts']],
		['Get Profile', { operation: 'getProfile' }, ['idType', 'profileId', 'simplify', 'options']],
	])('%s', (_, parameters, names) => {
		expect(fieldsShown(parameters)).toEqual(['operation', ...names]);
	});

	test('Bulk Update Profiles of items, also when a batch file was chosen before', () => {
		// The editor keeps what is hidden until the panel is closed.
		const node = { ...nodeWith(BULK), parameters: { ...BULK, source: 'items', fileFormat: 'batchFile' } };
		expect(shown(properties, node, 'parameters')).toContain('idField');
		expect(shown(properties, node, 'parameters')).toContain('attributesMode');
	});

	test.each<[string, boolean, INodeParameters]>([
		['excludeFields', true, { ...UPDATE, attributesMode: 'all' }],
		['excludeFields', false, { ...UPDATE, attributesMode: 'define' }],
		['excludeFields', false, { ...UPDATE, attributesMode: 'selected' }],
		['excludeFields', true, BULK],
		['excludeFields', false, { ...BULK, attributesMode: 'define' }],
		['excludeFields', true, { ...BULK, source: 'file' }],
		['excludeFields', false, BATCH_FILE],
		['nestedValues', true, UPDATE],
		['nestedValues', true, BULK],
		['nestedValues', false, { ...BULK, source: 'file' }],
		['unknownProfiles', true, { ...UPDATE, options: { verifyProfileExists: true } }],
		['unknownProfiles', false, UPDATE],
	])('the option %s is offered: %p (%j)', (name, isOffered, parameters) => {
		expect(optionsOffered({ options: {}, ...parameters }).includes(name)).toBe(isOffered);
	});
});

describe('an option that a saved workflow has, and that is hidden now, changes nothing', () => {
	const emulator = emulatorPerTest();
	const ITEM = { id: 'c1', tier: 'gold' };
	const bodies = () =>
		emulator().requests.map(({ url, body }) => body.toString() || (url.split('?')[1] ?? ''));

	test('excludeFields of selected fields', async () => {
		const parameters = {
			attributesMode: 'selected',
			fields: 'tier',
			options: { excludeFields: 'tier', previewOnly: false },
		};
		const { error } = await runUpdate(emulator(), [ITEM], parameters);
		expect(error).toBeUndefined();
		await runBulk(emulator(), [ITEM], parameters);
		expect(bodies()).toEqual(['mbox3rdPartyId=c1&profile.tier=gold', 'batch=thirdPartyId,tier\nc1,gold']);
	});

	test('nestedValues of a file', async () => {
		await runFile(emulator(), 'id,tier\nc1,gold', { options: { nestedValues: 'omit', rowsPerBatch: 1 } });
		expect(bodies()).toEqual(['batch=thirdPartyId,tier\nc1,gold']);
	});
});

const OPERATIONS = (properties[0]?.options ?? []) as INodePropertyOptions[];

test.each([
	...OPERATIONS.map(({ name, value }) => ({ name, value, options: {} })),
	...OPERATIONS.filter(({ value }) => value === UPDATE.operation || value === BULK.operation).map(
		({ name, value }) => ({ name: `${name} (preview)`, value, options: { previewOnly: true } }),
	),
])('the subtitle of $value is "$name"', ({ name, value, options }) => {
	const node = nodeWith({ operation: value, options });
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => adobeTarget,
			getByNameAndVersion: () => adobeTarget,
			getKnownTypes: () => ({}),
		},
	});
	expect(workflow.expression.getSimpleParameterValue(node, description.subtitle, 'internal', {})).toBe(name);
});

test('the links to the docs lead to sections that the README has', () => {
	const root = path.join(__dirname, '..', '..', '..');
	const { homepage } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
		homepage: string;
	};
	const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
	for (const link of [description.documentationUrl ?? '', new AdobeTargetApi().documentationUrl]) {
		const [page, section = ''] = link.split('#');
		expect(page).toBe(homepage);
		expect(readme.toLowerCase()).toContain(`\n## ${section}\n`);
	}
});

test.each(['csv', 'bulk upload', 'import', 'mbox', 'visitor', 'personalization'])(
	'a search for "%s" finds the node by its other names',
	(word) => {
		const codex = readFileSync(
			path.join(__dirname, '../../../nodes/AdobeTarget/AdobeTarget.node.json'),
			'utf8',
		);
		const { alias } = JSON.parse(codex) as { alias: string[] };
		expect(alias.some((name) => name.toLowerCase().includes(word))).toBe(true);
	},
);
