import fc from 'fast-check';

import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';
import { hashOf } from '../../../../nodes/AdobeTarget/profiles/rows/idHashes';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';
import { IdShare } from '../../../../nodes/AdobeTarget/profiles/rows/idShare';

function rowOf(id: string): EncodedRow {
	const row = new EncodedRow();
	row.begin(0, 0, 0);
	row.writeId(id);
	return row;
}

/** The shares of so many that take a row. */
function sharesOf(row: EncodedRow, of: number): number[] {
	const numbers = Array.from({ length: of }, (_, index) => index + 1);
	return numbers.filter((number) => isIn(row, new IdShare(number, of, number === 1)));
}

function isIn(row: EncodedRow, share: IdShare): boolean {
	share.mark(row);
	return !row.isOfOtherShare;
}

test('every ID is in exactly one share, the same wherever in the memory it stands', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
			fc.integer({ min: 1, max: 60 }),
			(id, of) => {
				const shares = sharesOf(rowOf(id), of);
				expect(shares).toHaveLength(1);
				const elsewhere = rowOf(id);
				const bytes = Buffer.concat([Buffer.from('before '), elsewhere.bytes]);
				elsewhere.borrow({ bytes, breaksFrom: 0, breaksTo: 0 }, elsewhere.idStart + 7, elsewhere.idEnd + 7);
				expect(sharesOf(elsewhere, of)).toEqual(shares);
			},
		),
	);
});

test('a row that can’t be sent is in the first share alone, whatever stands where its ID would be', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.integer({ min: 1, max: 60 }), (id, of) => {
			const row = rowOf(id);
			row.invalid = new InvalidProfile('It can’t be sent', 'Mend it.');
			expect(sharesOf(row, of)).toEqual([1]);
		}),
	);
});

/** IDs as people have them, many in a row. */
const KINDS: ReadonlyArray<readonly [string, (index: number) => string]> = [
	['numbers', (index) => String(index)],
	['numbers of eight digits', (index) => String(index).padStart(8, '0')],
	['numbers with words before', (index) => `customer-${index}`],
	['hexadecimal', (index) => (index * 7_919).toString(16).padStart(32, '0')],
	['addresses', (index) => `name.${index}@example.com`],
];

const COUNT = 16_000;

/** The hashes of the IDs in one share of so many. */
function hashesIn(idAt: (index: number) => string, number: number, of: number): number[] {
	const share = new IdShare(number, of, false);
	const row = new EncodedRow();
	const hashes: number[] = [];
	for (let index = 0; index < COUNT; index++) {
		row.begin(0, 0, 0);
		row.writeId(idAt(index));
		if (isIn(row, share)) hashes.push(hashOf(row.bytes, row.idStart, row.idEnd));
	}
	return hashes;
}

describe.each(KINDS)('%s', (_, idAt) => {
	test.each([2, 3, 8])('fill %i shares evenly', (of) => {
		for (let number = 1; number <= of; number++) {
			const each = COUNT / of;
			expect(Math.abs(hashesIn(idAt, number, of).length - each)).toBeLessThan(6 * Math.sqrt(each));
		}
	});

	test('have all kinds of hashes in a share, so that IDs are told apart in it as quickly as in all', () => {
		const hashes = hashesIn(idAt, 3, 4);
		expect(new Set(hashes.map((hash) => hash >>> 24)).size).toBeGreaterThan(250);
		expect(new Set(hashes.map((hash) => hash & 255)).size).toBeGreaterThan(250);
	});
});
