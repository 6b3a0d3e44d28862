import { Findings } from '../../../nodes/AdobeTarget/profiles/findings';
import { Readable } from 'node:stream';

import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { readAssignments } from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { batchFileFormat } from '../../../nodes/AdobeTarget/profiles/files/formats/batchFileFormat';
import { csvFormat } from '../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { fileRows } from '../../../nodes/AdobeTarget/profiles/files/fileRows';
import type { FileFormat } from '../../../nodes/AdobeTarget/profiles/files/fileFormat';
import { InvalidProfile } from '../../../nodes/AdobeTarget/profiles/invalidProfile';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/rows/itemRows';
import { checkProfileId } from '../../../nodes/AdobeTarget/profiles/profileId';
import { RecordMemory } from '../../../nodes/AdobeTarget/profiles/files/recordMemory';
import { surveyRows } from '../../../nodes/AdobeTarget/profiles/batches/survey';
import { UnreadableFile } from '../../../nodes/AdobeTarget/profiles/unreadableFile';
import { buildUpdateForm } from '../../../nodes/AdobeTarget/profiles/attributes/updateForm';

/** An advice is made of whole sentences. */
const SENTENCES = /^[A-Z](.*[^.] )?.*\w[^.]*\.$/s;
const BROKEN = 'a\ud83d';

test.each<readonly [what: string, act: () => unknown, message: RegExp]>([
	['no ID', () => checkProfileId('pcId', undefined), /^The PC ID is missing$/],
	['an ID that is an object', () => checkProfileId('pcId', {}), /^The PC ID is neither text nor a number$/],
	['an ID of white space', () => checkProfileId('pcId', ' '), /^The PC ID holds only white space$/],
	['a long ID', () => checkProfileId('pcId', 'x'.repeat(257)), /^The PC ID is 257 characters long/],
	['a "+" in its ID', () => checkProfileId('thirdPartyId', '+'), /^The third-party ID "\+" holds/],
	[
		'a nameless attribute',
		() => {
			readAssignments([{ name: ' ', value: 1 }], 'json', () => undefined, new Findings());
		},
		/^An attribute has no name$/,
	],
	[
		'an attribute named like the ID',
		() => new AttributeColumns('pcId').numberOf('pcId'),
		/^An attribute can’t have the name "pcId"/,
	],
	['no attribute', () => buildUpdateForm('pcId', '1', []), /^No attribute of this item has a value$/],
	[
		'too much in it',
		() => buildUpdateForm('pcId', '1', [['a', 'x'.repeat(60_000)]]),
		/^The update is 60019 bytes large/,
	],
	['a broken ID', () => buildUpdateForm('pcId', BROKEN, [['a', '1']]), /^The ID holds a broken character/],
	[
		'a broken name',
		() => buildUpdateForm('pcId', '1', [[BROKEN, '1']]),
		/^An attribute name holds a broken character/,
	],
	[
		'a broken value',
		() => buildUpdateForm('pcId', '1', [['tier', BROKEN]]),
		/^The attribute "tier" holds a broken character.* at position 2$/,
	],
])('a profile with %s is refused with advice', (_, act, message) => {
	let error: unknown;
	try {
		act();
	} catch (caught) {
		error = caught;
	}
	expect(error).toBeInstanceOf(InvalidProfile);
	expect(error).toMatchObject({
		name: 'InvalidProfile',
		message: expect.stringMatching(message) as string,
		advice: expect.stringMatching(SENTENCES) as string,
	});
});

/** What is wrong with the rows of a file, in full. */
async function problemsIn(content: string | Buffer, format: FileFormat): Promise<string[]> {
	const file = {
		item: 0,
		number: 0,
		name: 'customers',
		open: () => Promise.resolve(Readable.from([Buffer.from(content)])),
	};
	const problems: string[] = [];
	for await (const block of fileRows(
		file,
		format,
		{ idType: 'thirdPartyId', columns: new AttributeColumns('thirdPartyId') },
		new RecordMemory(),
		new Findings(),
	)) {
		for (let row = block.next(); row !== undefined; row = block.next()) {
			if (row.invalid !== undefined) problems.push(row.invalid.advice);
		}
	}
	return problems;
}

const CSV = csvFormat('id', { mode: 'all', excludeFields: '' });
const BATCH_FILE = batchFileFormat('thirdPartyId');

test.each<readonly [what: string, content: string | Buffer, FileFormat, advice: RegExp]>([
	[
		'text after a quote',
		'id,a\n1,"a"b\n',
		CSV,
		/written twice .*\. Mend the row .*"Skip Them" for Invalid Rows/,
	],
	['a cell too many', 'id,a\n1,2,3\n', CSV, /stand in quotes\. Mend the row/],
	['a cell too many', 'batch=thirdPartyId,a\n1,2,3\n', BATCH_FILE, /written as %2C .*\. Mend the row/],
	['bytes that are no UTF-8', Buffer.from('id,a\n1,é\n', 'latin1'), CSV, /^Save the file as UTF-8.* Mend/],
	['a value without a name', 'id,\n1,x\n', CSV, /^Give the column a name in the header/],
	['a raw +', 'batch=thirdPartyId,a\n1,x+y\n', BATCH_FILE, /can’t be known\. Mend the row/],
	['a cut escape', 'batch=thirdPartyId,a\n1,x%\n', BATCH_FILE, /as %25 .*\. Mend the row/],
	['a lone carriage return', 'id,a\n1,x\ry\n', CSV, /in quotes\. Mend the row/],
	['a NUL', 'id,a\n1,x\0y\n', CSV, /^Remove it\. .*\. Mend the row/],
	['too much in it', `id,a\n1,${'x'.repeat(64_000)}\n`, CSV, /^Send fewer or shorter attributes/],
])('a row of a file with %s is invalid with advice', async (_, content, format, advice) => {
	const problems = await problemsIn(content, format);
	expect(problems).toEqual([expect.stringMatching(SENTENCES)]);
	expect(problems[0]).toMatch(advice);
});

test.each([
	['that is none', 'id,a\n1,x\n'],
	['of another ID type', 'batch=pcId,a\n1,x\n'],
	['with a nameless column', 'batch=thirdPartyId,\n1,x\n'],
])('a batch file %s is refused with advice', async (_, content) => {
	await expect(problemsIn(content, BATCH_FILE)).rejects.toMatchObject({
		name: 'UnreadableFile',
		advice: expect.stringMatching(SENTENCES) as string,
	});
	await expect(problemsIn(content, BATCH_FILE)).rejects.toBeInstanceOf(UnreadableFile);
});

test('an error of the program is not taken for an invalid row', async () => {
	const broken = () => {
		throw new TypeError('a fault of the program');
	};
	const columns = new AttributeColumns('pcId');
	const source = itemRows(
		[{ json: { id: '1' } }],
		{ idField: 'id', readAttributes: broken },
		{ idType: 'pcId', columns },
	);
	await expect(surveyRows(source, 'keep', undefined)).rejects.toThrow('a fault of the program');
});
