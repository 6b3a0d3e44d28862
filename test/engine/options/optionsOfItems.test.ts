import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';

const emulator = emulatorPerTest();

const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	updateProfile: { profileId: '={{ $json.id }}', attributesMode: 'all' },
	bulkUpdateProfiles: { source: 'items', idField: 'id' },
	getProfile: { profileId: '={{ $json.id }}' },
};

/** What differs by item may say so in each of n8n's ways to read an item. */
const ITEMS = [
	{ id: 'c0', preview: false, secret: 'one', empty: ['x'], seconds: 20 },
	{ id: 'c1', preview: true, secret: 'two', empty: ['y'], seconds: 30 },
];

const DIFFERENT: ReadonlyArray<readonly [operation: string, label: string, options: INodeParameters]> = [
	['updateProfile', 'Preview Only', { previewOnly: '={{ $json.preview }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $input.item.json.preview }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $itemIndex > 0 }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $("Items").item.json.preview }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $data.preview }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $position > 0 }}' }],
	['updateProfile', 'Preview Only', { previewOnly: '={{ $parameter.profileId === "c1" }}' }],
	['updateProfile', 'Exclude Fields', { excludeFields: '={{ [$json.id === "c1" ? "secret" : "empty"] }}' }],
	['updateProfile', 'Treat as Empty', { treatAsEmpty: '={{ $json.empty }}' }],
	['bulkUpdateProfiles', 'Preview Only', { previewOnly: '={{ $json.preview }}' }],
	['bulkUpdateProfiles', 'Exclude Fields', { excludeFields: '={{ ["id", $json.secret] }}' }],
	['bulkUpdateProfiles', 'Treat as Empty', { treatAsEmpty: '={{ $json.empty }}' }],
	['getProfile', 'Timeout (Seconds)', { timeoutSeconds: '={{ $json.seconds }}' }],
];

describe('an option that differs by item, where the first item’s would hold for all', () => {
	test.each(DIFFERENT.flatMap((row) => ON_ERROR.map((onError) => [...row, onError] as const)))(
		'%s, %s: nothing is sent (%j, %s)',
		async (operation, label, options, onError) => {
			const run = await runNode({
				items: ITEMS,
				parameters: { ...OPERATIONS[operation], operation, options },
				credential: credentialFor(emulator()),
				onError,
			});
			const said = `The option "${label}" comes to something else for item 1 than for item 0`;
			if (onError === 'stopWorkflow') expect(run.error?.message).toBe(said);
			else
				expect(JSON.stringify([...run.success, ...run.failed])).toContain(JSON.stringify(said).slice(1, -1));
			expect(emulator().counts.requests).toBe(0);
		},
	);
});

test.each<[what: string, operation: string, items: typeof ITEMS, options: INodeParameters]>([
	['one item', 'updateProfile', ITEMS.slice(0, 1), { previewOnly: '={{ $json.preview }}' }],
	['the same of all', 'updateProfile', ITEMS, { previewOnly: '={{ $json.id === "" }}' }],
	['the first item, of all', 'updateProfile', ITEMS, { previewOnly: '={{ $input.first().json.preview }}' }],
	['a time of day', 'updateProfile', ITEMS, { previewOnly: '={{ $now.year < 2000 }}' }],
	['what is no item', 'bulkUpdateProfiles', ITEMS, { previewOnly: '={{ $execution.mode === "x" }}' }],
	['a name by an expression', 'updateProfile', ITEMS, { excludeFields: '={{ $json.secret }}' }],
])('an option that has %s is read as before', async (_, operation, items, options) => {
	for (const { id } of ITEMS) emulator().putProfile('thirdPartyId', id);
	const run = await runNode({
		items,
		parameters: { ...OPERATIONS[operation], operation, options },
		credential: credentialFor(emulator()),
	});
	expect(run.error).toBeUndefined();
	expect(emulator().profile('thirdPartyId', 'c0')?.get('id') ?? 'c0').toBe('c0');
	expect(emulator().counts.requests).toBeGreaterThan(0);
});
