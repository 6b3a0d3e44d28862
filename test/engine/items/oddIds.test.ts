import type { IDataObject } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const messages = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join(' ');

/** What each operation makes of an item with an ID; what came out is an error of the run. */
async function errorsOf(id: unknown): Promise<Array<string | undefined>> {
	const items = [{ id, tier: 'gold' }] as IDataObject[];
	const run = (operation: string, more: IDataObject = {}) =>
		runNode({
			parameters: { operation, profileId: '={{ $json.id }}', ...more },
			items,
			credential: credentialFor(emulator()),
		});
	const results = [
		await runUpdate(emulator(), items),
		await runBulk(emulator(), items),
		await run('getProfile'),
		await run('getBulkUpdateStatus', { batch: '={{ $json.id }}' }),
	];
	return results.map(({ error }) => error?.message);
}

const file = { mimeType: 'text/plain', fileName: 'a.txt', data: 'R29sZA==' };

test.each<readonly [what: string, id: unknown, said: string]>([
	['a whole number beyond 2^53', 7_615_917_337_495_251_000, 'is the number 7615917337495251000, which may'],
	['the first that may be rounded', 2 ** 53, 'is the number 9007199254740992, which may have been rounded'],
	['a negative one', -(2 ** 53), 'is the number -9007199254740992, which may have been rounded'],
	['one that has an exponent', 1e21, 'is the number 1e+21, which may have been rounded'],
	['a fraction that has one', 1e-7, 'is the number 1e-7, which may have been rounded'],
	[
		'a fraction of too many digits',
		0.1 + 0.2,
		'is the number 0.30000000000000004, which may have been rounded',
	],
	['NaN', NaN, 'is "NaN", which programs write where there is no value'],
	['infinity', Infinity, 'is "Infinity", which programs write where there is no value'],
	['an n8n file', file, 'is neither text nor a number'],
	['true', true, 'is neither text nor a number'],
	['a word for nothing', ' Undefined ', 'is "Undefined", which programs write where there is no value'],
	['an object that was made a text', '[object Object]', 'is "[object Object]", which programs write'],
	['a number that a spreadsheet has cut', '1.23457E11', '"1.23457E11" is a number in scientific notation'],
])('%s is no ID in any operation, and nothing is asked or sent', async (_, id, said) => {
	const errors = await errorsOf(id);
	for (const error of errors) expect(error).toContain(said);
	expect(errors.map((error) => error?.slice(0, error.indexOf(said) - 1))).toEqual([
		'The third-party ID',
		'The third-party ID',
		'The ID of the profile',
		'The batch ID',
	]);
	expect(emulator().counts.requests).toBe(0);
});

const WORDS = [
	...[
		'null',
		'NULL',
		' Null ',
		'(null)',
		'<null>',
		'undefined',
		'None',
		'NaN',
		'\\N',
		'\\n',
		'<NA>',
		'<nil>',
	],
	...[
		'[object Object]',
		'(blank)',
		'{{ $json.id }}',
		'{{customer.id}}',
		'{{ $("Read the customers of this morning").item.json.body.customer.customerNumber }}',
		'${user.id}',
		'#REF!',
		'#VALUE!',
		'#NAME?',
		'#WERT!',
		'#NV',
		'####',
		'\u200bnull\ufeff',
	],
];

test.each(WORDS)('%j is no ID in items, CSV and batch files', async (word) => {
	const reason = /^The PC ID is ".*", which programs write where there is no value$/;
	const options = { idType: 'pcId' };
	const encoded = encodeURIComponent(word);
	for (const run of [
		runBulk(emulator(), [{ id: word, tier: 'gold' }], options),
		runFile(emulator(), `id,tier\n${word},gold\n`, options),
		runFile(emulator(), `batch=pcId,tier\n${encoded},gold\n`, { ...options, fileFormat: 'batchFile' }),
	]) {
		expect((await run).error?.message.replace(/^Line 2: /, '')).toMatch(reason);
	}
	expect(emulator().counts.requests).toBe(0);
});

test.each(ON_ERROR)(
	'an expression that is saved as plain text sends nobody to one profile (%s)',
	async (onError) => {
		const items = [
			{ id: 'c1', tier: 'gold' },
			{ id: 'c2', tier: 'silver' },
		];
		const { error, success, failed } = await runUpdate(
			emulator(),
			items,
			{ profileId: '{{ $json.id }}' },
			{ onError },
		);
		const [told = error?.description] = [...success, ...failed].map(({ json }) => json.error);
		expect(told).toContain('is "{{ $json.id }}", which programs write where there is no value');
		expect(emulator().counts.requests).toBe(0);
	},
);

test.each(['#N/A', 'n/a', '#DIV/0!', '1.23457E+11', '1,2E+05'])(
	'%s is refused in words that say what it is, for both types of ID',
	async (word) => {
		for (const idType of ['thirdPartyId', 'pcId']) {
			const { error } = await runFile(emulator(), `id;tier\n${word};gold\n`, { idType });
			expect(error?.message).toMatch(/which programs write where there is no value|in scientific notation/);
		}
	},
);

/** Somebody may be called so, or have such a number. */
test.each([
	'nil',
	'na',
	'nat',
	'inf',
	'Infinity',
	'nullable',
	'Nanette',
	'12E4',
	'1E05',
	'0.5',
	'#1',
	'{1}',
	'{{1',
	'$1',
	'-',
	'N',
	'42',
])('%s is an ID like others', async (id) => {
	const tier = () => emulator().profile('thirdPartyId', id)?.get('tier');
	await runFile(emulator(), `id,tier\n${id},gold\n`);
	expect(tier()).toBe('gold');
	await runBulk(emulator(), [{ id, tier: 'silver' }]);
	expect(tier()).toBe('silver');
});

const TAKEN_OFF = '2 IDs had white space around them, which was taken off.';

test.each([' c1', 'c1\t', '\u00a0c1\u00a0', '\u200bc1', '\ufeffc1', 'c1\u3000', ' \u2060c1 \u200d'])(
	'the ID %j is c1, and both are one profile: in items, CSV and batch files',
	async (id) => {
		const rows = [id, 'c1', id];
		const encoded = rows.map((row) => `${encodeURIComponent(row)},gold\n`).join('');
		for (const run of [
			runBulk(
				emulator(),
				rows.map((row) => ({ id: row, tier: 'gold' })),
			),
			runFile(emulator(), `tier,id\n${rows.map((row) => `gold,${row}\n`).join('')}`),
			runFile(emulator(), `batch=thirdPartyId,tier\n${encoded}`, { fileFormat: 'batchFile' }),
		]) {
			const result = await run;
			expect(result.error).toBeUndefined();
			expect(result.success.map(({ json }) => json.rows)).toEqual([1]);
			expect(messages(result)).toContain(TAKEN_OFF);
			expect(messages(result)).toMatch(/2 (items|rows) merged into others/);
			expect(emulator().profile('thirdPartyId', 'c1')?.get('tier')).toBe('gold');
		}
	},
);

test('Update Profile and Get Profile trim IDs too, and say so', async () => {
	emulator().putProfile('thirdPartyId', 'c1');
	const items = [
		{ id: ' c1 ', tier: ' gold ' },
		{ id: 'c1\u00a0', city: 'Bern' },
	];
	const update = await runUpdate(emulator(), items);
	expect(update.success.map(({ json }) => json.profileId)).toEqual(['c1', 'c1']);
	expect(messages(update)).toContain(TAKEN_OFF);
	expect(emulator().profile('thirdPartyId', 'c1')?.get('tier')).toBe(' gold ');
	const get = await runNode({
		parameters: { operation: 'getProfile', profileId: '={{ $json.id }}' },
		items,
		credential: credentialFor(emulator()),
	});
	expect(get.success.map(({ json }) => json.profileId)).toEqual(['c1', 'c1']);
	expect(messages(get)).toContain(TAKEN_OFF);
});

const IN_FORMULA = '2 IDs stood in a spreadsheet’s formula, ="…", and were taken out of it.';

test('an ID in a text formula of a spreadsheet is what stands in it', async () => {
	const csv = await runFile(emulator(), 'id,tier\n="00123",gold\n"=""00124""",silver\n');
	const items = await runBulk(emulator(), [
		{ id: '="00126"', tier: 'bronze' },
		{ id: ' =" 00127 "', tier: 'none' },
	]);
	const encoded = encodeURIComponent('="00125"');
	const batch = await runFile(emulator(), `batch=thirdPartyId,tier\n${encoded},gold\n`, {
		fileFormat: 'batchFile',
	});
	for (const result of [csv, items]) expect(messages(result)).toContain(IN_FORMULA);
	expect(messages(batch)).toContain('1 ID stood in a spreadsheet’s formula, ="…", and was taken out of it.');
	const held = ['00123', '00124', '00125', '00126', '00127'].map((id) =>
		emulator().profile('thirdPartyId', id),
	);
	expect(held.map((profile) => profile?.get('tier'))).toEqual(['gold', 'silver', 'gold', 'bronze', 'none']);
});

test('an ID in an empty formula is missing', async () => {
	const { error } = await runFile(emulator(), 'id,tier\n="",gold\n');
	expect(error?.message).toBe('Line 2: The third-party ID is missing');
});

test('IDs that end in ".0" are sent as they are, with a warning', async () => {
	const result = await runFile(emulator(), 'id,tier\n12345.0,gold\n12346,gold\n');
	expect(messages(result)).toContain('1 ID ends in ".0", as programs write whole numbers');
	expect(emulator().profile('thirdPartyId', '12345.0')?.get('tier')).toBe('gold');
});

test('a big integer, and what a database gives for one, are IDs to the last digit', async () => {
	const items = [
		{ id: { $numberLong: '7615917337495251231' }, tier: 'gold' },
		{ id: { $oid: 'a1' }, tier: 'silver' },
	];
	await runBulk(emulator(), [
		...items,
		{ id: 7_615_917_337_495_251_232n, tier: 'bronze' },
	] as unknown as IDataObject[]);
	const held = ['7615917337495251231', 'a1', '7615917337495251232'];
	expect(held.map((id) => emulator().profile('thirdPartyId', id)?.get('tier'))).toEqual([
		'gold',
		'silver',
		'bronze',
	]);
});
