import { emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const CUSTOMERS: ReadonlyArray<Readonly<Record<string, string>>> = [
	{ id: '123', param1: 'value1', param2: "O'Neil & Söhne", param3: '1+1=2', param4: '50 %' },
	{ id: '124', param1: 'red, blue', param4: 'two\nlines' },
];

/** As Python's `urllib.parse.quote_plus`, and every encoder of HTML forms, writes a text. */
const asForm = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);

/** The bytes of a batch file by another encoder. */
function batchBy(encode: (text: string) => string): string {
	const names = ['param1', 'param2', 'param3', 'param4'] as const;
	const lines = CUSTOMERS.map((customer) =>
		[customer.id ?? '', ...names.map((name) => customer[name] ?? '')].map(encode).join(','),
	);
	return `batch=${['thirdPartyId', ...names].join(',')}\n${lines.join('\n')}`;
}

/** Where two texts differ, piece by piece: what is only in the first, and what is in the second in its place. */
function differences(ours: string, others: string): Array<readonly [ours: string, others: string]> {
	// An escape, or a single character.
	const pieces = (text: string) => text.match(/(?:%[\dA-F]{2})+|[^%]/g) ?? [];
	const [a, b] = [pieces(ours), pieces(others)];
	expect(a).toHaveLength(b.length);
	return a.flatMap((piece, at) => (piece === b[at] ? [] : [[piece, b[at] ?? ''] as const]));
}

test('a batch has the shape of the sample of Adobe’s page', async () => {
	await runBulk(emulator(), [
		{ id: '123', param1: 'value1', param2: '', param3: '', param4: '' },
		{ id: '124', param1: 'value1', param4: 'value4' },
		{ id: '125', param2: 'value2' },
	]);
	const SAMPLE =
		'batch=thirdPartyId,param1,param2,param3,param4\n123,value1\n124,value1,,,value4\n125,,value2';
	// A column that no row uses is not there, and the others have the order in which they first come.
	expect(emulator().requests[0]?.body.toString()).toBe(
		SAMPLE.replace(',param2,param3,param4', ',param4,param2')
			.replace(',,,value4', ',value4')
			.replace('125,,value2', '125,,,value2'),
	);
	const { headers, url } = emulator().requests[0] ?? {};
	expect(headers?.['content-type']).toBe('application/x-www-form-urlencoded');
	expect(url).toBe(`/m2/${emulator().clientCode}/v2/profile/batchUpdate`);
});

test('a batch beside one that a form encoder writes: byte by byte, what differs and why', async () => {
	await runBulk(emulator(), CUSTOMERS);
	const ours = emulator().requests[0]?.body.toString() ?? '';
	const theirs = batchBy(asForm);
	expect(ours).toBe(
		'batch=thirdPartyId,param1,param2,param3,param4\n123,value1,O%27Neil%20%26%20S%C3%B6hne,1%2B1%3D2,50%20%25\n124,red%3B%20blue,,,two%20lines',
	);
	expect(theirs).toBe(
		'batch=thirdPartyId,param1,param2,param3,param4\n123,value1,O%27Neil+%26+S%C3%B6hne,1%2B1%3D2,50+%25\n124,red%2C+blue,,,two%0Alines',
	);
	const split = (text: string) => text.replaceAll(/%20|\+/g, '_');
	expect(differences(split(ours), split(theirs))).toEqual([
		// A comma may end its cell after decoding, and a line end its row.
		['%3B', '%2C'],
		['_', '%0A'],
	]);
	// A space is %20 in both readings; a "+" is one only to a decoder of forms.
	expect(ours).not.toContain('+');
	expect(theirs.match(/\+/g)).toHaveLength(4);
});

test('a batch that is asked for with Encode differs from a form encoder’s by its spaces alone', async () => {
	await runBulk(emulator(), CUSTOMERS, { options: { commas: 'encode' } });
	const ours = emulator().requests[0]?.body.toString() ?? '';
	expect(ours.replaceAll('%20', '+')).toBe(batchBy(asForm));
});

test('a batch differs from what encodeURIComponent writes by its apostrophes, commas and line ends', async () => {
	await runBulk(emulator(), CUSTOMERS);
	const ours = emulator().requests[0]?.body.toString() ?? '';
	const theirs = batchBy(encodeURIComponent);
	expect(theirs).toContain("O'Neil");
	expect(ours.replaceAll('%27', "'").replace('red%3B', 'red%2C').replace('two%20lines', 'two%0Alines')).toBe(
		theirs,
	);
});

test('a single update beside the address of Adobe’s page and of a form encoder', async () => {
	const [first] = CUSTOMERS;
	if (first === undefined) throw new TypeError('There is no customer');
	await runUpdate(emulator(), [{ ...first, list: ['a', 'b'], note: 'red, blue\n' }]);
	const { method, url = '', body, headers } = emulator().requests[0] ?? {};
	// As the page prints it, and senders that are known to work: POST, all in the address, nothing in the body.
	expect([method, body?.length, headers?.['content-length']]).toEqual(['POST', 0, '0']);
	const [path, query = ''] = url.split('?');
	expect(path).toBe(`/m2/${emulator().clientCode}/profile/update`);
	expect(query).toBe(
		'mbox3rdPartyId=123&profile.param1=value1&profile.param2=O%27Neil%20%26%20S%C3%B6hne&profile.param3=1%2B1%3D2&profile.param4=50%20%25&profile.list=a%7Cb&profile.note=red%2C%20blue%0A',
	);
	// Every value is a parameter of its own, so a decoder of forms reads all of them as they were.
	const theirs = new URLSearchParams(query);
	expect(query.replaceAll('%20', '+')).toBe(theirs.toString());
	expect(theirs.get('profile.note')).toBe('red, blue\n');
});
