import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';

const emulator = emulatorPerTest();

/** What an expression may come to in place of a name or an ID. */
const NOTHING = ['undefined', 'null', '""', '"   "', '[]', '({})', 'NaN'];

/** Each parameter that has to be given, and the words that an error names it by. */
const REQUIRED: ReadonlyArray<
	readonly [operation: string, parameter: string, rest: INodeParameters, words: RegExp]
> = [
	['updateProfile', 'profileId', { attributesMode: 'all' }, /third-party ID/],
	[
		'updateProfile',
		'fields',
		{ profileId: 'c0', attributesMode: 'selected' },
		/^The parameter "Fields" is empty$/,
	],
	['updateProfile', 'attributes', { profileId: 'c0' }, /attribute/],
	['bulkUpdateProfiles', 'idField', {}, /^The parameter "ID Field" is empty$/],
	[
		'bulkUpdateProfiles',
		'idField',
		{ source: 'file', binaryPropertyName: 'data' },
		/^The parameter "ID Field" is empty$/,
	],
	[
		'bulkUpdateProfiles',
		'binaryPropertyName',
		{ source: 'file', idField: 'id' },
		/^The parameter "Input Binary Field" is empty$/,
	],
	[
		'bulkUpdateProfiles',
		'fields',
		{ idField: 'id', attributesMode: 'selected' },
		/^The parameter "Fields" is empty$/,
	],
	[
		'bulkUpdateProfiles',
		'fields',
		{ source: 'file', binaryPropertyName: 'data', idField: 'id', attributesMode: 'selected' },
		/^The parameter "Fields" is empty$/,
	],
	[
		'bulkUpdateProfiles',
		'attributeMapping',
		{ idField: 'id', attributesMode: 'define' },
		/^The parameter "Attributes" is empty$/,
	],
	[
		'getProfile',
		'profileId',
		{},
		/^The ID of the profile (is missing|holds only white space|is neither text nor a number|is "NaN", which .*)$/,
	],
	[
		'getBulkUpdateStatus',
		'batch',
		{},
		/^There is no batch to ask for$|^The batch ID (holds only white space|is neither text nor a number|is "NaN", which .*)$/,
	],
];

const CASES = REQUIRED.flatMap(([operation, parameter, rest, words]) =>
	NOTHING.map((nothing) => ({ operation, parameter, rest, words, nothing })),
);

const FILE = { data: { content: Buffer.from('id,tier\nc0,gold\n'), fileName: 'customers.csv' } };

async function errorsOf(parameters: INodeParameters): Promise<unknown[]> {
	const told: unknown[] = [];
	for (const onError of ON_ERROR) {
		const { success, failed, error } = await runNode({
			parameters,
			items: [{ id: 'c0', tier: 'gold' }],
			files: [FILE],
			credential: credentialFor(emulator()),
			onError,
		});
		const items = [...success, ...failed].map(({ json }) => json.error);
		told.push(...(onError === 'stopWorkflow' ? [error?.message] : items));
	}
	return told;
}

test.each(CASES)(
	'$operation: where $parameter comes to $nothing, an error names it and nothing is sent',
	async ({ operation, parameter, rest, words, nothing }) => {
		const told = await errorsOf({ operation, ...rest, [parameter]: `={{ ${nothing} }}` });
		expect(told).toEqual(ON_ERROR.map(() => expect.stringMatching(words) as unknown));
		expect(emulator().counts.requests).toBe(0);
	},
);

/** What is no name of a field, and no list of names. */
const NO_NAMES = ['5', 'true', '({ tier: true })', '["tier", 5]', '[["tier"]]'];

test.each(
	REQUIRED.filter(([, parameter]) => parameter === 'fields').flatMap(([operation, , rest]) =>
		NO_NAMES.map((given) => ({ operation, rest, given })),
	),
)('$operation: what $given comes to in Fields is no list of names', async ({ operation, rest, given }) => {
	const told = await errorsOf({ operation, ...rest, fields: `={{ ${given} }}` });
	expect(told).toEqual(ON_ERROR.map(() => 'The parameter "Fields" must be names of fields'));
	expect(emulator().counts.requests).toBe(0);
});

const ROWS: ReadonlyArray<readonly [what: string, row: unknown, words: string]> = [
	['a name that is nothing', { attribute: '={{ undefined }}', field: 'level' }, 'An attribute has no name'],
	['neither name nor field', { attribute: '' }, 'An attribute has no input field'],
	['"profile." alone', { attribute: 'profile.', field: 'tier' }, 'An attribute has no name'],
	['a name that another has by its field', { field: 'tier' }, 'The attribute "tier" is named twice'],
	['an empty field', { attribute: 'level', field: '' }, 'The attribute "level" has no input field'],
	['a field of spaces', { attribute: 'level', field: '\u200b ' }, 'The attribute "level" has no input field'],
	[
		'a field that is nothing',
		{ attribute: 'level', field: '={{ undefined }}' },
		'The attribute "level" has no input field',
	],
];

describe.each([
	['items', {}],
	['a file', { source: 'file', binaryPropertyName: 'data' }],
])('Define Below for %s', (_, source) => {
	test.each(ROWS)('an attribute with %s is an error, whatever the others are', async (__, row, words) => {
		const values = [{ attribute: 'tier', field: 'tier' }, row];
		const told = await errorsOf({
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			...source,
			attributesMode: 'define',
			attributeMapping: { values },
			options: { invalidRows: 'skip' },
		} as INodeParameters);
		expect(told).toEqual(ON_ERROR.map(() => words));
		expect(emulator().counts.requests).toBe(0);
	});
});

/** Lists in which no attribute is named, as a workflow may have them. */
const EMPTY_LISTS: ReadonlyArray<readonly [what: string, operation: string, rest: INodeParameters]> = [
	['none', 'updateProfile', { profileId: 'c0' }],
	['an empty collection', 'updateProfile', { profileId: 'c0', attributes: {} }],
	['an empty list', 'updateProfile', { profileId: '={{ $json.id }}', attributes: { assignments: [] } }],
	['none', 'bulkUpdateProfiles', { idField: 'id', attributesMode: 'define' }],
	[
		'an empty list',
		'bulkUpdateProfiles',
		{ idField: 'id', attributesMode: 'define', attributeMapping: { values: [] } },
	],
	[
		'none for a file',
		'bulkUpdateProfiles',
		{ source: 'file', binaryPropertyName: 'data', idField: 'id', attributesMode: 'define' },
	],
];

test.each(EMPTY_LISTS)(
	'Define Below with %s (%s) is said once, whatever the number of items',
	async (_, operation, rest) => {
		const { error } = await runNode({
			parameters: { operation, ...rest },
			items: [{ id: 'c0' }, { id: 'c1' }, { id: 'c2' }],
			files: [FILE, FILE, FILE],
			credential: credentialFor(emulator()),
		});
		expect(error?.message).toBe('The parameter "Attributes" is empty');
		expect(error?.description).toBe(
			'Define Below is chosen, and no attribute is named. Add one, or choose another way under Attributes to Send. Nothing was sent.',
		);
		expect(emulator().counts.requests).toBe(0);
	},
);
