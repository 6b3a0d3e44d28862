import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';

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
	['bulkUpdateProfiles', { idField: 'id', attributesMode: 'define' }, ['attributeMapping.values']],
	['getProfile', { profileId: 'c0' }, ['profileId', 'simplify', 'options.returnEmptyWhenMissing']],
	['getBulkUpdateStatus', { batch: 'democlient-1' }, ['batch', 'includeCounts']],
];

/** Expressions at which n8n throws, by its words: the message, and what else it says. */
const EXPRESSIONS: ReadonlyArray<readonly [expression: string, words: RegExp, reason: string]> = [
	['={{ $json.id.missing( }}', /^invalid syntax$/, ''],
	[
		'={{ $("No Such Node").item.json.id }}',
		/^Referenced node doesn't exist$/,
		'The node that it is about is "No Such Node".',
	],
	[
		'={{ $("Success").item.json.id }}',
		/^Invalid expression$/,
		'No path back to referenced node. The node that it is about is "Success".',
	],
	[
		'={{ $("Success").first().json.id }}',
		/^Node 'Success' hasn't been executed$/,
		'An expression references',
	],
	['={{ DateTime }}', /^this is a DateTime, please access its methods$/, ''],
	['={{ $json.id.toUpperCase }}', /^this is a function, please add \(\)$/, ''],
	['={{ "".constructor.constructor("return 1")() }}', /constructor/, ''],
];

/** What the panel calls each of the fields. */
const LABELS: Readonly<Record<string, string>> = {
	profileId: 'parameter "Profile ID"',
	fields: 'parameter "Fields"',
	'attributes.assignments': 'parameter "Attributes"',
	'options.previewOnly': 'option "Preview Only"',
	'options.concurrency': 'option "Concurrency"',
	'options.nestedValues': 'option "Nested Values"',
	'options.verifyProfileExists': 'option "Verify Profile Exists"',
	'options.rowsPerBatch': 'option "Rows per Batch"',
	'options.apiVersion': 'option "API Version"',
	'options.returnEmptyWhenMissing': 'option "Return Empty When Missing"',
	idField: 'parameter "ID Field"',
	'attributeMapping.values': 'parameter "Attributes"',
	waitForProcessing: 'parameter "Wait for Processing"',
	binaryPropertyName: 'parameter "Input Binary Field"',
	simplify: 'parameter "Simplify"',
	batch: 'parameter "Batch"',
	includeCounts: 'parameter "Include Counts"',
};

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
	if (second === 'values') {
		const values = [{ attribute: 'tier', field: expression }];
		return { operation, ...parameters, attributeMapping: { values } };
	}
	const given = second === undefined ? { [first]: expression } : { [first]: { [second]: expression } };
	return { operation, ...parameters, ...given };
}

const CASES = OPERATIONS.flatMap(([operation, parameters, fields]) =>
	fields.flatMap((field) =>
		EXPRESSIONS.map(([expression, words, reason]) => ({
			operation,
			parameters,
			field,
			expression,
			words,
			reason,
		})),
	),
);

/** Items of a run: one alone is told otherwise than several. */
const ITEMS = [[{ id: 'c0' }], [{ id: 'c0' }, { id: 'c1' }]];

test.each(CASES)(
	'$operation: what n8n says of $expression in $field is the error, and Target is not asked',
	async ({ operation, parameters, field, expression, words, reason }) => {
		const advice = expect.stringContaining(reason) as unknown;
		const label = expect.stringContaining(`n8n says this of the ${LABELS[field] ?? '?'}.`) as unknown;
		for (const items of ITEMS) {
			for (const onError of ON_ERROR) {
				const { success, failed, error } = await runNode({
					parameters: parametersWith(operation, parameters, field, expression),
					items,
					credential: credentialFor(emulator()),
					onError,
				});
				if (onError === 'stopWorkflow') {
					const said = `${error?.message ?? ''}. ${error?.description ?? ''}`;
					expect(said).toMatch(new RegExp(words.source.replace(/^\^|\$$/g, '')));
					expect(error?.description).toEqual(advice);
					expect(error?.description).toEqual(label);
					expect(said).not.toMatch(/should not|report/);
					continue;
				}
				expect(error).toBeUndefined();
				const errors = onError === 'continueErrorOutput' ? failed : success;
				expect(errors).toHaveLength(items.length);
				for (const { json } of errors) {
					expect(json.error).toMatch(words);
					expect(json.message).toEqual(advice);
					expect(json.message).toEqual(label);
				}
			}
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
	expect(error?.message).toBe('Item 1: this is a DateTime, please access its methods');
	expect(error?.description).toBe(
		'n8n says this of the parameter "Profile ID". Mend it, or set On Error to "Continue" to send the others. Nothing was sent.',
	);
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
				expect(words).toMatch(
					/^No (attribute|item)|has no (name|input field)$|^The parameter "Attributes" is empty$/,
				);
			}
		}
		expect(emulator().counts.connections).toBe(0);
	});
});

const NOT_CHOSEN = 'Choose a credential for Adobe Target';

describe.each(OPERATIONS.map(([operation, parameters]) => ({ operation, parameters })))(
	'$operation without a credential',
	({ operation, parameters }) => {
		test.each(ON_ERROR)('says which is to be chosen, where none is (%s)', async (onError) => {
			const { success, failed, error } = await runNode({
				parameters: { operation, ...parameters },
				items: [{ id: 'c0' }, { id: 'c1' }],
				credential: undefined,
				onError,
			});
			const told = onError === 'stopWorkflow' ? [error?.message] : [...success, ...failed].map(textOfError);
			expect(told).toEqual(onError === 'stopWorkflow' ? [NOT_CHOSEN] : [NOT_CHOSEN, NOT_CHOSEN]);
		});

		test.each(ON_ERROR)('hands on what n8n says of one that is gone (%s)', async (onError) => {
			const gone = 'Credential with ID "1" does not exist for type "adobeTargetApi".';
			const { success, failed, error } = await runNode({
				parameters: { operation, ...parameters },
				items: [{ id: 'c0' }],
				credential: new Error(gone),
				onError,
			});
			const [item] = [...success, ...failed];
			expect(error?.message ?? item?.json.error).toBe(gone);
			expect(error?.description ?? item?.json.message).toMatch(
				/choose another.*Nothing was sent\. n8n says this of the credential\.$/,
			);
		});
	},
);

function textOfError({ json }: { readonly json: IDataObject }): unknown {
	return json.error;
}
