import { decodeBatchFile } from '../../../emulator/bulk/batchFile';

function decode(text: string): {
	idType: string;
	rows: { id: string; attributes: Record<string, string> }[];
} {
	const { idType, rows } = decodeBatchFile(Buffer.from(text));
	return {
		idType,
		rows: rows.map((row) => ({ id: row.id, attributes: Object.fromEntries(row.attributes()) })),
	};
}

const longText = (length: number): string => 'x'.repeat(length);
const manyRows = (count: number): string => `batch=pcId,a${'\n1,x'.repeat(count)}`;

describe('a batch that Adobe would read', () => {
	it('has short lines and empty cells, as in the sample of the bulk profile update API page', () => {
		expect(decode('batch=pcId,p1,p2,p3,p4\n123,v1\n124,v1,,,v4\n125,,v2\n126')).toEqual({
			idType: 'pcId',
			rows: [
				{ id: '123', attributes: { p1: 'v1' } },
				{ id: '124', attributes: { p1: 'v1', p4: 'v4' } },
				{ id: '125', attributes: { p2: 'v2' } },
				{ id: '126', attributes: {} },
			],
		});
	});

	it('may end with one line feed', () => {
		expect(decode('batch=thirdPartyId,a\nA1,x\n').rows).toHaveLength(1);
	});

	it('keeps encoded delimiters, line ends and any Unicode inside IDs, names and values', () => {
		const text = 'batch=thirdPartyId,caf%C3%A9%2C%0A\nA%2C1%F0%9F%98%80,a%26b%2Bc%25d%23e%2Cf%0D%0Ag';
		expect(decode(text)).toEqual({
			idType: 'thirdPartyId',
			rows: [{ id: 'A,1😀', attributes: { 'café,\n': 'a&b+c%d#e,f\r\ng' } }],
		});
	});

	it('takes __proto__ and constructor for attribute names like others', () => {
		const [row] = decodeBatchFile(Buffer.from('batch=pcId,__proto__,constructor\n1,x,y')).rows;
		expect([...(row?.attributes() ?? [])]).toEqual([
			['__proto__', 'x'],
			['constructor', 'y'],
		]);
	});

	it('keeps the location hint of a pcId, and "+" and "/" in one', () => {
		expect(
			decode('batch=pcId,a\n1368007744041-575948.01_00,x\n1%2B2%2F3.28_20,y').rows.map((row) => row.id),
		).toEqual(['1368007744041-575948.01_00', '1+2/3.28_20']);
	});

	it('says of each row whether it holds anything but its ID', () => {
		const { rows } = decodeBatchFile(Buffer.from('batch=pcId,a,b\n1\n2,\n3,,\n4,,x\n5,x'));
		expect(rows.map((row) => row.hasValues())).toEqual([false, false, false, true, true]);
	});

	it('holds up to 64,000 bytes of attribute names and values in a row, counted after decoding', () => {
		const value = '%C3%BC'.repeat((64_000 - 'name'.length) / 2);
		expect(decode(`batch=pcId,name\n1,${value}`).rows).toHaveLength(1);
		expect(() => decode(`batch=pcId,name\n1,${value}x`)).toThrow(
			'Unexpected Error: line 2: 64001 bytes of attribute names and values, at most 64000 are allowed',
		);
	});

	it('has fewer than 500,000 rows', () => {
		expect(decodeBatchFile(Buffer.from(manyRows(499_999))).rows).toHaveLength(499_999);
		expect(() => decodeBatchFile(Buffer.from(manyRows(500_000)))).toThrow(
			'Unexpected Error: the batch has 500000 rows or more',
		);
	});
});

describe('a batch that Adobe would refuse or misread', () => {
	it.each([
		['nothing after batch=', 'batch='],
		['a header and no rows', 'batch=pcId,a'],
		['a header with its line feed and no rows', 'batch=pcId,a\n'],
	])('is empty: %s', (_case, text) => {
		expect(() => decode(text)).toThrow(/^Batch is empty$/);
	});

	it.each([
		['no batch=', 'pcId,a\n1,x', 'the body does not start with batch='],
		['another parameter first', 'a=1&batch=pcId,a\n1,x', 'the body does not start with batch='],
		['JSON', '{"batch":"x"}', 'the body does not start with batch='],
		['no body', '', 'the body does not start with batch='],
		['another case', 'Batch=pcId,a\n1,x', 'the body does not start with batch='],
		['BOM first', '\uFEFFbatch=pcId,a\n1,x', 'the body starts with a byte order mark'],
		['BOM after batch=', 'batch=\uFEFFpcId,a\n1,x', 'a byte order mark after batch='],
		['CRLF in the header', 'batch=pcId,a\r\n1,x', 'line 1: raw carriage return at character 7'],
		['CRLF in a row', 'batch=pcId,a\n1,x\r\n2,y', 'line 2: raw carriage return at character 4'],
		['old Mac line ends', 'batch=pcId,a\r1,x', 'line 1: raw carriage return at character 7'],
		['a blank last line', 'batch=pcId,a\n1,x\n\n', 'line 3: a blank line'],
		['a blank line between', 'batch=pcId,a\n1,x\n\n2,y', 'line 3: a blank line'],
		['a raw &', 'batch=pcId,a\n1,x&y', 'line 2: raw "&" at character 4'],
		['a second parameter', 'batch=pcId,a\n1,x&b=2', 'line 2: raw "&" at character 4'],
		['a raw #', 'batch=pcId,a\n1,x\n2,#1', 'line 3: raw "#" at character 3'],
		['a raw +', 'batch=pcId,a\n1,1+1', 'line 2: raw "+" at character 4'],
		['a raw + in the header', 'batch=pcId,a+b\n1,x', 'line 1: raw "+" at character 7'],
		['a raw space', 'batch=pcId,a\n1,x y', 'line 2: raw space at character 4'],
		['a raw quote around a comma', 'batch=pcId,a\n1,"x,y"', 'line 2: more cells than the 2 columns'],
		['raw UTF-8', 'batch=pcId,a\n1,ü', 'line 2: raw byte 0xC3 at character 3'],
		['a raw %', 'batch=pcId,a\n1,100%', 'line 2: invalid percent escape "%"'],
		['a bad escape in the header', 'batch=pcId,%zz\n1,x', 'line 1: invalid percent escape "%zz"'],
		['a bad escape in the ID', 'batch=pcId,a\n%1,x', 'line 2: invalid percent escape "%1"'],
		['latin1', 'batch=pcId,a\n1,%FC', 'line 2: "%FC" decodes to bytes that are not UTF-8'],
		['a lone surrogate', 'batch=pcId,a\n1,%ED%A0%80', 'line 2: "%ED%A0%80" decodes to bytes that are not'],
		['an ECID as key', 'batch=ecid,a\n1,x', 'line 1: the first column is "ecid"'],
		['the ID in the second column', 'batch=a,pcId\n1,x', 'line 1: the first column is "a"'],
		['another case of the key', 'batch=thirdpartyid,a\n1,x', 'line 1: the first column is "thirdpartyid"'],
		['mbox3rdPartyId as key', 'batch=mbox3rdPartyId,a\n1,x', 'line 1: the first column is "mbox3rdPartyId"'],
		['the whole file encoded', 'batch=pcId%2Ca%0A1%2Cx', 'line 1: the first column is "pcId,a\n1,x"'],
		['no header', 'batch=\n1,x', 'line 1: the first column is ""'],
		['a profile. prefix', 'batch=pcId,profile.a\n1,x', 'line 1: column "profile.a" begins with "profile."'],
		['an encoded prefix', 'batch=pcId,profile%2Ea\n1,x', 'line 1: column "profile.a" begins with'],
		['an empty name', 'batch=pcId,a,\n1,x', 'line 1: a column without a name'],
		['a name twice', 'batch=pcId,a,b,a\n1,x', 'line 1: column "a" is there twice'],
		['a name twice, once encoded', 'batch=pcId,a,%61\n1,x', 'line 1: column "a" is there twice'],
		['the key twice', 'batch=pcId,pcId\n1,x', 'line 1: column "pcId" is there twice'],
		['a raw comma in a cell', 'batch=pcId,a\n1,x,y', 'line 2: more cells than the 2 columns of the header'],
		['an empty cell too many', 'batch=pcId,a\n1,x,', 'line 2: more cells than the 2 columns of the header'],
		['a row without ID', 'batch=pcId,a\n,x', 'line 2: the pcId is empty'],
		[
			'+ in a third-party ID',
			'batch=thirdPartyId,a\nA%2B1,x',
			'line 2: the thirdPartyId "A+1" contains "+" or "/"',
		],
		[
			'/ in a third-party ID',
			'batch=thirdPartyId,a\nA/1,x',
			'line 2: the thirdPartyId "A/1" contains "+" or "/"',
		],
		[
			'257 characters of third-party ID',
			`batch=thirdPartyId,a\n${longText(257)},x`,
			'line 2: the thirdPartyId is longer than 256 characters',
		],
	])('is refused with its line and reason: %s', (_case, text, reason) => {
		expect(() => decode(text)).toThrow(`Unexpected Error: ${reason}`);
	});
});
