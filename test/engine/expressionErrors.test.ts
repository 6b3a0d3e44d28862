import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR } from './emulatedRun';
import { runNode } from './engine';

const emulator = emulatorPerTest();

/** How each operation is run, and its fields in which an expression may stand. */
const OPERATIONS: ReadonlyArray<
	readonly [operation: string, parameters: INodeParameters, fields: readonly string[]]
> = [
	[
		'updateProfile',
		{ profileId: 'c0', attributesMode: 'selected', fields: 'tier' },
		['profileId', 'fields', 'options.previewOnly', 'options.concurrency', 'options.nestedValues'],
	],
	['updateProfile', { profileId: 'c0' }, ['attributes.assignments', 'options.verifyProfileExists']],
	[
		'bulkUpdateProfiles',
		{ idField: 'id' },
		['idField', 'waitForProcessing', 'options.previewOnly', 'options.rowsPerBatch', 'options.apiVersion'],
	],
	['bulkUpdateProfiles', { source: 'file', idField: 'id' }, ['binaryPropertyName']],
	['getProfile', { profileId: 'c0' }, ['profileId', 'simplify', 'options.returnEmptyWhenMissing']],
	['getBulkUpdateStatus', { batch: 'democlient-1' }, ['batch', 'includeCounts']],
];

/** Expressions at which n8n throws, by its words. */
const EXPRESSIONS: ReadonlyArray<readonly [expression: string, words: RegExp]> = [
	['={{ $json.id.missing( }}', /invalid syntax/],
	['={{ $("No Such Node").item.json.id }}', /No Such Node|node/i],
	['={{ DateTime }}', /DateTime/],
	['={{ $json.id.toUpperCase }}', /function/],
	['={{ "".constructor.constructor("return 1")() }}', /constructor/],
];

function parametersWith(
	operation: string,
	parameters: INodeParameters,
	field: string,
	expression: string,
): INodeParameters {
	const [first = '', second] = field.split('.');
	if (second === 'assignments') {
		const assignment = { id: '1', name: 'tier', type: 'string', value: expression };
		return { operation, ...parameters, attributes: { assignments: [assignment] } };
	}
	const given = second === undefined ? { [first]: expression } : { [first]: { [second]: expression } };
	return { operation, ...parameters, ...given };
}

const CASES = OPERATIONS.flatMap(([operation, parameters, fields]) =>
	fields.flatMap((field) =>
		EXPRESSIONS.map(([expression, words]) => ({ operation, parameters, field, expression, words })),
	),
);

test.each(CASES)(
	'$operation: what n8n says of $expression in $field is the error, and Target is not asked',
	async ({ operation, parameters, field, expression, words }) => {
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await runNode({
				parameters: parametersWith(operation, parameters, field, expression),
				items: [{ id: 'c0' }, { id: 'c1' }],
				credential: credentialFor(emulator()),
				onError,
			});
			if (onError === 'stopWorkflow') {
				expect(`${error?.message ?? ''}. ${error?.description ?? ''}`).toMatch(words);
				expect(error?.message).not.toContain('in a way that it should not');
				continue;
			}
			expect(error).toBeUndefined();
			const errors = onError === 'continueErrorOutput' ? failed : success;
			expect(errors).toHaveLength(2);
			for (const { json } of errors) expect(json.error).toMatch(words);
		}
		expect(emulator().counts.connections).toBe(0);
	},
);

test.each([
	['updateProfile', 'profileId', { attributesMode: 'all' }],
	['getProfile', 'profileId', {}],
	['getBulkUpdateStatus', 'batch', {}],
])(
	'%s: an expression that fails for one item is the error of that item alone',
	async (operation, field, rest) => {
		emulator().putProfile('thirdPartyId', 'c0', { tier: 'gold' });
		emulator().putProfile('thirdPartyId', 'c2', { tier: 'gold' });
		const { success, failed } = await runNode({
			parameters: { operation, ...rest, [field]: '={{ $json.odd ? DateTime : $json.id }}' },
			items: [{ id: 'c0' }, { id: 'c1', odd: true }, { id: 'c2' }],
			credential: credentialFor(emulator()),
			onError: 'continueErrorOutput',
		});
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(failed[0]?.json.error).toBe('this is a DateTime, please access its methods');
	},
);

test('under "Stop Workflow" such an item is named, and nothing was sent', async () => {
	const { error } = await runNode({
		parameters: {
			operation: 'updateProfile',
			attributesMode: 'all',
			profileId: '={{ $json.odd ? DateTime : $json.id }}',
		},
		items: [{ id: 'c0' }, { id: 'c1', odd: true }],
		credential: credentialFor(emulator()),
	});
	expect(error?.message).toBe('this is a DateTime, please access its methods');
	expect(error?.description).toBe('Nothing was sent.');
	expect(error?.context.itemIndex).toBe(1);
	expect(emulator().counts.connections).toBe(0);
});

describe('rows of a collection that are none are left out', () => {
	const ROWS = [[null], ['tier'], [1, [], null], '={{ [null, 1, "tier"] }}', '={{ null }}', 'tier'];

	test.each(ROWS.map((rows) => [JSON.stringify(rows), rows]))('%s', async (_, rows) => {
		for (const onError of ON_ERROR) {
			const run = { items: [{ id: 'c0' }], credential: credentialFor(emulator()), onError };
			const update = await runNode({
				...run,
				parameters: {
					operation: 'updateProfile',
					profileId: 'c0',
					attributes: { assignments: rows },
				} as INodeParameters,
			});
			const bulk = await runNode({
				...run,
				parameters: {
					operation: 'bulkUpdateProfiles',
					idField: 'id',
					attributesMode: 'define',
					attributeMapping: { values: rows },
				} as INodeParameters,
			});
			for (const { success, failed, error } of [update, bulk]) {
				const words = error?.message ?? failed[0]?.json.error ?? success[0]?.json.error;
				expect(words).toMatch(/^No (attribute|item)|has no name$/);
			}
		}
		expect(emulator().counts.connections).toBe(0);
	});
});
