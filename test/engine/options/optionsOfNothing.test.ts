import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { bulkUpdateProfilesFields } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/fields';
import { getBulkUpdateStatusFields } from '../../../nodes/AdobeTarget/operations/getBulkUpdateStatus/fields';
import { getProfileFields } from '../../../nodes/AdobeTarget/operations/getProfile/fields';
import { updateProfileFields } from '../../../nodes/AdobeTarget/operations/updateProfile/fields';
import { credentialFor, emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';
import { fieldsIn, shownBy, withField } from '../panel/panelFields';

const emulator = emulatorPerTest();

/** How each operation is run, so that it sends something. */
const OPERATIONS: ReadonlyArray<
	readonly [operation: string, parameters: INodeParameters, panel: readonly INodeProperties[]]
> = [
	['updateProfile', { profileId: '={{ $json.id }}', attributesMode: 'all' }, updateProfileFields],
	['bulkUpdateProfiles', { source: 'items', idField: 'id' }, bulkUpdateProfilesFields],
	[
		'bulkUpdateProfiles',
		{ source: 'file', fileFormat: 'csv', idField: 'id', binaryPropertyName: 'data' },
		bulkUpdateProfilesFields,
	],
	['getProfile', { profileId: '={{ $json.id }}' }, getProfileFields],
	['getBulkUpdateStatus', { batch: '={{ $json.id }}' }, getBulkUpdateStatusFields],
];

/** What an expression comes to where there is nothing. */
const NOTHING = ['={{ undefined }}', '={{ null }}', '={{ "" }}', '={{ $json.missing }}', '={{ NaN }}'];

/** What has a range, choices or two states, and so a value that nothing could be taken for. */
const TYPES: ReadonlySet<string> = new Set(['boolean', 'number', 'options']);

/** Those that are read for each item, when earlier items may have been asked for. */
const OF_ITEMS: ReadonlySet<string> = new Set(['simplify', 'includeCounts']);

const FILE = { data: { content: Buffer.from('id,tier\nc0,gold\n'), fileName: 'customers.csv' } };

/** Whether the field is there with these parameters, but for what can be chosen beside them. */
function isOffered({ displayOptions }: INodeProperties, parameters: INodeParameters): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) => {
		const given = parameters[name.replace(/^\//, '')];
		return given === undefined || values?.some((value) => value === given) === true;
	});
}

const CASES = OPERATIONS.flatMap(([operation, parameters, panel]) =>
	fieldsIn(panel)
		.filter(([, field]) => TYPES.has(field.type) && isOffered(field, parameters))
		.flatMap(([path, field]) => {
			const besides = path.includes('.') ? { ...shownBy(field), ...parameters } : parameters;
			const source = parameters.source ?? 'items';
			return NOTHING.map((nothing) => ({ operation, source, path, field, besides, nothing }));
		}),
);

test('options of each type and of each operation with options are among them', () => {
	const kinds = new Set(CASES.map(({ operation, field }) => `${operation}: ${field.type}`));
	expect(kinds.size).toBeGreaterThanOrEqual(9);
});

test.each(CASES)(
	'$operation ($source): where $path comes to $nothing, an error names it and nothing is sent',
	async ({ operation, path, field, besides, nothing }) => {
		const options = (besides.options ?? {}) as INodeParameters;
		const needed = path === 'options.unknownProfiles' ? { verifyProfileExists: true } : {};
		const waits = path === 'maxWaitMinutes' ? { waitForProcessing: true } : {};
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await runNode({
				parameters: withField(
					{ operation, ...besides, ...waits, options: { ...options, ...needed } },
					path,
					nothing,
				),
				items: [{ id: 'c0', tier: 'gold' }],
				files: [FILE],
				credential: credentialFor(emulator()),
				onError,
			});
			const [item] = [...success, ...failed];
			expect(error?.message ?? item?.json.error).toContain(`"${field.displayName}"`);
			expect(error?.description ?? item?.json.message).toMatch(
				OF_ITEMS.has(path) ? /check what that comes to\.$/ : /check what that comes to\. Nothing was sent\.$/,
			);
		}
		expect(emulator().counts.requests).toBe(0);
	},
);
