import { WholeFiles } from '../../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/source/wholeFiles';

/** Files of these pieces, and how often each was opened. */
function filesOf(contents: Readonly<Record<string, readonly string[]>>, room: number) {
	const files = new WholeFiles(room);
	const opened: string[] = [];
	const read = async (id: string): Promise<string> => {
		let text = '';
		const open = async function* () {
			opened.push(id);
			// oxlint-disable-next-line typescript/await-thenable -- as a storage does
			for (const piece of contents[id] ?? []) yield await Buffer.from(piece);
		};
		for await (const piece of files.read(id, open)) text += Buffer.from(piece).toString();
		return text;
	};
	return { files, opened, read };
}

test('what came in one piece is opened once, all others each time', async () => {
	const { opened, read } = filesOf({ whole: ['abc'], parts: ['ab', 'c'], empty: [] }, 100);
	for (let reading = 0; reading < 3; reading++) {
		expect(await read('whole')).toBe('abc');
		expect(await read('parts')).toBe('abc');
		expect(await read('empty')).toBe('');
	}
	expect(opened.filter((id) => id === 'whole')).toHaveLength(1);
	expect(opened.filter((id) => id === 'parts')).toHaveLength(3);
});

test('no more is kept than there is room for, of all files together', async () => {
	const { opened, read } = filesOf({ a: ['12345'], b: ['12345'], c: ['123'] }, 9);
	for (const id of ['a', 'b', 'c', 'a', 'b', 'c']) await read(id);
	expect(opened).toEqual(['a', 'b', 'c', 'b']);
});

test('a file that is not read to its end is not kept', async () => {
	const files = new WholeFiles(100);
	let opened = 0;
	const open = async function* () {
		opened++;
		// oxlint-disable-next-line typescript/await-thenable -- as a storage does
		yield await Buffer.from('abc');
	};
	for (let reading = 0; reading < 2; reading++) {
		for await (const piece of files.read('a', open)) {
			expect(piece).toHaveLength(3);
			break;
		}
	}
	expect(opened).toBe(2);
});

test('once it is let go of, nothing is kept any more', async () => {
	const { files, opened, read } = filesOf({ a: ['abc'] }, 100);
	await read('a');
	files.letGo();
	await read('a');
	await read('a');
	expect(opened).toHaveLength(3);
});
