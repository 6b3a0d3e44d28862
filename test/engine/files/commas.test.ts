import type { NodeRunResult } from '../engine';
import { emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const hintsOf = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join('\n');
const held = (id: string) => Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);

const HOW_TO_FIND_OUT =
	'Adobe does not say whether Target keeps them in a batch, or takes them for the end of a value or a row. To find out, send a test profile with a comma in a value and "Encode" for Commas in Values, and look at it an hour later (Get Profile).';

test('what was replaced is counted by attribute, those with the most first, with the way to find out', async () => {
	const items = [
		{ id: 'c1', city: 'Bern, CH', notes: 'a\r\nb' },
		{ id: 'c2', city: 'Bonn', notes: 'x, y\nz' },
		{ id: 'c3', city: 'Kiel', notes: 'x,y' },
		{ id: '', city: 'never, sent' },
	];
	const run = await runBulk(emulator(), items, { options: { invalidRows: 'skip' } });
	expect(hintsOf(run)).toContain(
		`Commas became ";" in 3 values: "notes" (2), "city" (1). Line ends became spaces in 2 values: "notes" (2). ${HOW_TO_FIND_OUT}`,
	);
	expect(run.hints).toContainEqual(expect.objectContaining({ type: 'warning' }));
	expect(held('c1')).toEqual({ city: 'Bern; CH', notes: 'a b' });
	expect(held('c2')).toEqual({ city: 'Bonn', notes: 'x; y z' });
});

test('a preview says it too, and what many attributes have is told of some', async () => {
	const attributes = Array.from({ length: 8 }, (_, index) => [`a${index}`, 'x,y'] as const);
	const items = [{ id: 'c1', ...Object.fromEntries(attributes) }];
	const run = await runBulk(emulator(), items, { options: { previewOnly: true } });
	expect(hintsOf(run)).toContain('in 8 values: "a0" (1), "a1" (1), "a2" (1), "a3" (1), "a4" (1) and 3 more');
});

test.each(['encode', 'refuse'])('nothing is said where nothing was replaced: %s', async (commas) => {
	const run = await runBulk(emulator(), [{ id: 'c1', a: commas === 'encode' ? 'x,y\n' : 'x' }], {
		options: { commas },
	});
	expect(hintsOf(run)).not.toContain('became');
	expect(emulator().counts.batches).toBe(1);
});

test.each([
	['a comma and a space', ', '],
	['nothing', ''],
	['a line end', '\u2028'],
	['eleven characters', 'elevenchars'],
	['half a character', '\ud83d'],
	['an expression that comes to nothing', '={{ undefined }}'],
	['an expression that comes to an object', '={{ { a: 1 } }}'],
])('%s can’t take the place of commas, and nothing is sent', async (_, commaReplacement) => {
	const run = await runBulk(emulator(), [{ id: 'c1', a: 'x,y' }], { options: { commaReplacement } });
	expect(run.error?.message).toBe('The option "Comma Replacement" can’t take the place of commas');
	expect(emulator().counts.requests).toBe(0);
});

test('what is to be replaced nowhere may be anything', async () => {
	const options = { commas: 'encode', commaReplacement: ',' };
	const run = await runBulk(emulator(), [{ id: 'c1', a: 'x,y' }], { options });
	expect(run.error).toBeUndefined();
	expect(held('c1')).toEqual({ a: 'x,y' });
});

test.each([
	['as long', ';'],
	['shorter', '-'],
	['longer', ' and '],
])('two attributes of one column have the same value, by what is %s', async (_, commaReplacement) => {
	const content = 'id,notes,city\nc1,"a,b\r\nc","p,q"\nc2,x&y,z\n';
	const mapping = { first: 'notes', city: 'city', second: 'notes' };
	const run = await runFile(emulator(), content, {
		attributesMode: 'define',
		attributeMapping: {
			values: Object.entries(mapping).map(([attribute, field]) => ({ attribute, field })),
		},
		options: { commaReplacement },
	});
	const notes = `a${commaReplacement}b c`;
	expect(held('c1')).toEqual({ first: notes, city: `p${commaReplacement}q`, second: notes });
	expect(held('c2')).toEqual({ first: 'x&y', city: 'z', second: 'x&y' });
	expect(hintsOf(run)).toContain('in 3 values: "first" (1), "city" (1), "second" (1)');
});

test.each([
	['before it, two characters', '"\r\ncustomer1"', ' customer1'],
	['before it, one character', '"\ncustomer1"', ' customer1'],
	['behind it', '"customer1\r\n"', 'customer1 '],
])('an ID that is an attribute too is no other for a line end %s', async (_, cell, value) => {
	const run = await runFile(emulator(), `id,city\r\n${cell},"Bern, CH"\r\nc2,Basel\r\n`, {
		attributesMode: 'define',
		attributeMapping: {
			values: [
				{ attribute: 'customerId', field: 'id' },
				{ attribute: 'city', field: 'city' },
			],
		},
	});
	expect(run.error).toBeUndefined();
	expect(new Set(emulator().ids('thirdPartyId'))).toEqual(new Set(['customer1', 'c2']));
	expect(held('customer1')).toEqual({ customerId: value, city: 'Bern; CH' });
	expect(held('c2')).toEqual({ customerId: 'c2', city: 'Basel' });
});

test('a merged row brings no comma back', async () => {
	const items = [
		{ id: 'c1', a: 'x,y' },
		{ id: 'c1', b: 'two\nlines' },
		{ id: 'c1', a: 'z,z' },
	];
	await runBulk(emulator(), items);
	expect(emulator().requests[0]?.body.toString()).toBe('batch=thirdPartyId,a,b\nc1,z%3Bz,two%20lines');
});

test.each([
	['a batch file', 'batch=thirdPartyId,a%2Cb\nc1,x\n', 'batchFile'],
	['a CSV file', 'id;a,b\nc1;x\n', 'csv'],
])('a name with a comma in the header of %s is told', async (_, content, fileFormat) => {
	const run = await runFile(emulator(), content, { fileFormat, options: { invalidRows: 'skip' } });
	expect(run.error?.message).toBe(
		'The name of the attribute "a,b" holds a comma, which no name in a batch may have',
	);
	expect(emulator().counts.requests).toBe(0);
});

test('a single update keeps commas and line ends in values and names, and takes no such ID', async () => {
	emulator().putProfile('thirdPartyId', 'c1');
	const run = await runUpdate(emulator(), [{ id: 'c1', 'a,b': 'x,y\n\u2028z' }]);
	expect(run.error).toBeUndefined();
	expect(held('c1')).toEqual({ 'a,b': 'x,y\n\u2028z' });
	const refused = await runUpdate(emulator(), [{ id: 'c1,c2', a: 'x' }]);
	expect(refused.error?.message).toContain('third-party ID "c1,c2" holds a comma, which no ID may have');
});
