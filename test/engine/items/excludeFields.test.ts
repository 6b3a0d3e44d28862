import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';
import type { NodeRun } from '../engine';

const emulator = emulatorPerTest();

const ITEM = { id: 'c1', tier: 'gold', email: 'c1@example.com', 'last, first': 'Sample', note: 'a' };
const CSV = 'id,tier,email,"last, first",note\nc1,gold,c1@example.com,Sample,a\n';

/** @param named a field that the item, or the file, has as well */
type Run = (
	excludeFields: unknown,
	rest?: Pick<NodeRun, 'onError'> & { readonly named?: string },
) => ReturnType<typeof runUpdate>;

const itemWith = (named: string | undefined) => (named === undefined ? ITEM : { ...ITEM, [named]: 'ours' });

const csvWith = (named: string | undefined) =>
	named === undefined
		? CSV
		: CSV.replace('note\n', () => `note,"${named.replaceAll('"', '""')}"\n`).replace('a\n', 'a,ours\n');

const options = (excludeFields: unknown) => ({ options: { excludeFields } }) as INodeParameters;

const RUNS: ReadonlyArray<readonly [string, Run]> = [
	[
		'Update Profile',
		(fields, { named, ...rest } = {}) => runUpdate(emulator(), [itemWith(named)], options(fields), rest),
	],
	[
		'Bulk Update Profiles',
		(fields, { named, ...rest } = {}) => runBulk(emulator(), [itemWith(named)], options(fields), rest),
	],
	['a file', (fields, { named, ...rest } = {}) => runFile(emulator(), csvWith(named), options(fields), rest)],
];

describe.each(RUNS)('%s', (_, run) => {
	test.each([
		['a text', 'id, email, ["last, first"], note'],
		['a text by an expression', '={{ "id,email,[\\"last, first\\"],note" }}'],
		['a list by an expression', '={{ ["id", "email", "last, first", "note"] }}'],
	])('fields that are excluded by %s are not sent', async (__, fields) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const { error } = await run(fields);
		expect(error).toBeUndefined();
		expect(Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? [])).toEqual({ tier: 'gold' });
	});

	test.each(['Notes,\nfor us', 'Notes,\tfor us', 'Notes, "ours"', 'Notes, C:\\temp', 'Notes, [ours'])(
		'a field that is called %j is not sent where a list by an expression names it',
		async (name) => {
			emulator().putProfile('thirdPartyId', 'c1');
			const { error } = await run(`={{ ["id", "email", "last, first", ${JSON.stringify(name)}, "note"] }}`, {
				named: name,
			});
			expect(error).toBeUndefined();
			expect(Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? [])).toEqual({ tier: 'gold' });
		},
	);

	describe.each([
		['nothing', '={{ undefined }}'],
		['null', '={{ null }}'],
		['a number', '={{ 5 }}'],
		['true', '={{ true }}'],
		['an object', '={{ ({ email: true }) }}'],
		['a list of other things', '={{ ["email", 5] }}'],
		['a list in a list', '={{ [["email"]] }}'],
	])('an expression that comes to %s', (__, fields) => {
		test.each(ON_ERROR)('excludes nothing by mistake: nothing is sent (%s)', async (onError) => {
			const { error, success, failed } = await run(fields, { onError });
			const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
			expect(told).toBe('The option "Exclude Fields" must be names of fields');
			expect(emulator().counts.requests).toBe(0);
		});
	});
});

describe.each([
	['Update Profile', runUpdate],
	['Bulk Update Profiles', runBulk],
] as const)('%s: of a list', (_, run) => {
	test.each([
		['an entry is left out', 'tags[1]', 'flatten', { tags: 'a|c', 'visits.last': '1|2' }],
		['an entry is left out, written with a dot', 'tags.1', 'flatten', { tags: 'a|c', 'visits.last': '1|2' }],
		['within an object', 'visits.last[0]', 'flatten', { tags: 'a|secret|c', 'visits.last': '2' }],
		['all of it', 'tags', 'flatten', { 'visits.last': '1|2' }],
		['as JSON', 'tags[1]', 'json', { tags: '["a",null,"c"]', visits: '{"last":[1,2]}' }],
	])('%s', async (__, name, nestedValues, attributes) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const item = { id: 'c1', tags: ['a', 'secret', 'c'], visits: { last: [1, 2] } };
		const { error, hints } = await run(emulator(), [item], {
			options: { excludeFields: `id, ${name}`, nestedValues, commas: 'encode' },
		});
		expect(error).toBeUndefined();
		expect(Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? [])).toEqual(attributes);
		expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
	});
});
