import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest } from '../emulatedRun';
import { runNode } from '../engine';

const emulator = emulatorPerTest();

/** Each operation with what makes one item fail, and the words of its error. */
const CASES: ReadonlyArray<readonly [what: string, parameters: INodeParameters, bad: IDataObject, RegExp]> = [
	[
		'Update Profile, before it is sent',
		{ operation: 'updateProfile', profileId: '={{ $json.id }}', attributesMode: 'all' },
		{ id: 'a+b', tier: 'x' },
		/^The third-party ID "a\+b"/,
	],
	[
		'Update Profile, by what n8n says',
		{
			operation: 'updateProfile',
			profileId: '={{ $json.odd ? DateTime : $json.id }}',
			attributesMode: 'all',
		},
		{ id: 'c1', odd: true },
		/^this is a DateTime/,
	],
	[
		'Update Profile, by what Target knows',
		{
			operation: 'updateProfile',
			profileId: '={{ $json.id }}',
			attributesMode: 'all',
			options: { verifyProfileExists: true, unknownProfiles: 'error' },
		},
		{ id: 'unknown', tier: 'x' },
		/^Target has no profile/,
	],
	[
		'Bulk Update Profiles',
		{ operation: 'bulkUpdateProfiles', idField: 'id' },
		{ id: '', tier: 'x' },
		/^The third-party ID is missing/,
	],
	[
		'Get Profile',
		{ operation: 'getProfile', profileId: '={{ $json.id }}' },
		{ id: 'unknown' },
		/^Target has no profile/,
	],
	[
		'Get Profile, by a switch of the item',
		{
			operation: 'getProfile',
			profileId: '={{ $json.id }}',
			simplify: '={{ $json.simplify ?? true }}',
		},
		{ id: 'good', simplify: 'maybe' },
		/^The option "Simplify" must be true or false/,
	],
	[
		'Get Bulk Update Status, by a switch of the item',
		{
			operation: 'getBulkUpdateStatus',
			batch: '={{ $json.id }}',
			includeCounts: '={{ $json.counts ?? true }}',
		},
		{ id: 'good', counts: 'maybe' },
		/^The option "Include Counts" must be true or false/,
	],
	[
		'Get Bulk Update Status',
		{ operation: 'getBulkUpdateStatus', batch: '={{ $json.id }}' },
		{ id: 'https://evil.example.com/' },
		/^The status URL is not on a host of Target/,
	],
];

async function run(parameters: INodeParameters, items: readonly IDataObject[], rest = {}) {
	emulator().putProfile('thirdPartyId', 'good', {});
	return await runNode({ parameters, items, credential: credentialFor(emulator()), ...rest });
}

describe.each(CASES)('%s', (_, parameters, bad, words) => {
	test('names the item of several in the message, and alone it does not', async () => {
		const good = { id: 'good', tier: 'gold' };
		const one = await run(parameters, [bad]);
		expect(one.error?.message).toMatch(words);
		const several = await run(parameters, [good, good, bad]);
		expect(several.error?.message).toBe(`Item 2: ${one.error?.message ?? ''}`);
		expect([one, several].map(({ error }) => error?.context)).toMatchObject([
			{ itemIndex: 0 },
			{ itemIndex: 2 },
		]);
	});

	test('leaves the number to the link where it continues', async () => {
		const { failed } = await run(parameters, [{ id: 'good', tier: 'gold' }, bad], {
			onError: 'continueErrorOutput',
		});
		const item = failed.find(({ json }) => words.test(json.error as string));
		expect(item?.pairedItem).toEqual({ item: 1 });
	});
});

test('several that can’t be sent are counted, and named in the details', async () => {
	const { error } = await run(CASES[0]?.[1] ?? {}, [{ id: '' }, { id: 'good', tier: 'x' }, { id: '' }]);
	expect(error?.message).toBe('2 of 3 items can’t be sent');
	expect(error?.description).toMatch(/Item 0: .*Item 2: /);
});

test('a file that is text is told with its item, one of several', async () => {
	const parameters = {
		operation: 'bulkUpdateProfiles',
		source: 'file',
		idField: 'id',
		binaryPropertyName: 'report',
	};
	const file = { content: Buffer.from('id,tier\nc1,gold\n'), fileName: 'a.csv' };
	const { error } = await run(parameters, [{}, { report: 'id,tier' }], { files: [{ report: file }, {}] });
	expect(error?.message).toBe(
		'Item 1: "report" is text, not a file: in HTTP Request choose Response Format: File',
	);
});
