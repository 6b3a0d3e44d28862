import { Findings } from '../../../nodes/AdobeTarget/profiles/findings';
import type { Finding } from '../../../nodes/AdobeTarget/profiles/findings';
import { checkProfileId } from '../../../nodes/AdobeTarget/profiles/profileId';

describe('checkProfileId', () => {
	test.each([
		['thirdPartyId', 'customer-1', 'customer-1'],
		['thirdPartyId', 42, '42'],
		['thirdPartyId', 0, '0'],
		['thirdPartyId', 12_345_678_901_234_567_890n, '12345678901234567890'],
		['thirdPartyId', ' without white space around it\n', 'without white space around it'],
		['thirdPartyId', 'x'.repeat(256), 'x'.repeat(256)],
		['pcId', '1368007744041-575948.01_00', '1368007744041-575948.01_00'],
		['pcId', 'a+b/c', 'a+b/c'],
	] as const)('takes a %s of %p', (idType, value, id) => {
		expect(checkProfileId(idType, value)).toBe(id);
	});

	test.each([
		['thirdPartyId', undefined, 'The third-party ID is missing'],
		['thirdPartyId', null, 'The third-party ID is missing'],
		['pcId', '', 'The PC ID is missing'],
		['thirdPartyId', ' \n', 'The third-party ID holds only white space'],
		['thirdPartyId', { id: 1 }, 'The third-party ID is neither text nor a number'],
		['thirdPartyId', ['a'], 'The third-party ID is neither text nor a number'],
		['thirdPartyId', true, 'The third-party ID is neither text nor a number'],
		['thirdPartyId', 'a+b', 'The third-party ID "a+b" holds a "+" or "/"'],
		['thirdPartyId', 'a/b', 'The third-party ID "a/b" holds a "+" or "/"'],
		['pcId', 'x'.repeat(257), 'The PC ID is 257 characters long; Target takes at most 256'],
	] as const)('refuses a %s of %j', (idType, value, message) => {
		expect(() => checkProfileId(idType, value)).toThrow(message);
	});

	test.each<[value: unknown, id: string, found: Finding[]]>([
		['c1', 'c1', []],
		[' c1\u00a0', 'c1', ['trimmedId']],
		['="00123"', '00123', ['formulaId']],
		['=" 00123 "', '00123', ['formulaId']],
		[' ="00123"', '00123', ['trimmedId', 'formulaId']],
		['12345.0', '12345.0', ['decimalId']],
		['="12345.0"', '12345.0', ['formulaId', 'decimalId']],
		['12345.00', '12345.00', []],
		['v1.0', 'v1.0', []],
		['12345.5', '12345.5', []],
		['="00123', '="00123', []],
		['=A1', '=A1', []],
		['12E4', '12E4', []],
		['1E4', '1E4', []],
		[{ $oid: '65a0c2f1' }, '65a0c2f1', []],
		[{ $numberLong: '9223372036854775807' }, '9223372036854775807', []],
		[0.5, '0.5', []],
		[2 ** 53 - 1, '9007199254740991', []],
		[1.23456789012345, '1.23456789012345', []],
	])('takes %p for %s, and tells what was taken off or looks odd', (value, id, found) => {
		const findings = new Findings();
		expect(checkProfileId('thirdPartyId', value, findings)).toBe(id);
		expect([...findings]).toEqual(found.map((finding) => [finding, 1]));
		expect(checkProfileId('thirdPartyId', value)).toBe(id);
	});

	test.each<[what: string, value: unknown, message: string]>([
		[
			'1.23457E+11',
			'1.23457E+11',
			'The PC ID "1.23457E+11" is a number in scientific notation, whose digits are lost',
		],
		[
			'1,23457e+11',
			'1,23457e+11',
			'The PC ID "1,23457e+11" is a number in scientific notation, whose digits are lost',
		],
		['1.2E11', '1.2E11', 'The PC ID "1.2E11" is a number in scientific notation, whose digits are lost'],
		[
			'a formula with one',
			'="1E+11"',
			'The PC ID "1E+11" is a number in scientific notation, whose digits are lost',
		],
		['2^53', 2 ** 53, 'is the number 9007199254740992, which may have been rounded'],
		['16 digits', 1.234567890123456, 'is the number 1.234567890123456, which may have been rounded'],
		['a tiny number', 1e-7, 'is the number 1e-7, which may have been rounded'],
		['NaN', NaN, 'is "NaN", which programs write where there is no value'],
		['infinity', -Infinity, 'is "-Infinity", which programs write where there is no value'],
		['a word for nothing', 'NULL', 'is "NULL", which programs write where there is no value'],
		['one in a formula', '="null"', 'is "null", which programs write where there is no value'],
		['an empty formula', '=""', 'is missing'],
		['a comma', 'a,b', 'holds a comma, which no ID may have'],
		['a line end', 'a\nb', 'holds a line end, which no ID may have'],
		['a date that is none', new Date(NaN), 'holds only white space'],
		['bytes', Buffer.from('a'), 'is neither text nor a number'],
		['a symbol', Symbol('a'), 'is neither text nor a number'],
		['a function', () => 'a', 'is neither text nor a number'],
		['a truth', false, 'is neither text nor a number'],
		['an object of MongoDB and more', { $oid: '65a', a: 1 }, 'is neither text nor a number'],
	])('refuses %s, by which nobody is known', (_, value, message) => {
		expect(() => checkProfileId('pcId', value)).toThrow(message);
	});
});
