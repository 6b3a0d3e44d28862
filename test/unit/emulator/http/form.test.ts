import { decodePairs, requireFormContentType } from '../../../emulator/http/form';

describe('decodePairs', () => {
	it('decodes names and values, empty values included', () => {
		expect([...decodePairs('mboxPC=1.28_20&profile.a%26b=c%3Dd%2B&profile.e=&profile.f==')]).toEqual([
			['mboxPC', '1.28_20'],
			['profile.a&b', 'c=d+'],
			['profile.e', ''],
			['profile.f', '='],
		]);
	});

	it('gives nothing for an empty text', () => {
		expect(decodePairs('').size).toBe(0);
	});

	it.each([
		['a', 'parameter "a" without "="'],
		['a=1&', 'parameter "" without "="'],
		['a=1&&b=2', 'parameter "" without "="'],
		['a=1&b', 'parameter "b" without "="'],
		['a=1&a=2', 'parameter "a" is given twice'],
		['a=1&%61=2', 'parameter "a" is given twice'],
		['a=1+1', 'raw "+" at character 4'],
		['a+b=1', 'raw "+" at character 2'],
		['a=1#2', 'raw "#" at character 4'],
		['a=\xfc', 'raw byte 0xFC at character 3'],
		['a=1\r\n', 'raw carriage return at character 4'],
		['a=%', 'invalid percent escape'],
		['a=%FF', 'not UTF-8'],
	])('refuses %j', (text, reason) => {
		expect(() => decodePairs(text)).toThrow(reason);
	});
});

describe('requireFormContentType', () => {
	it.each([
		'application/x-www-form-urlencoded',
		'application/x-www-form-urlencoded;charset=UTF-8',
		'Application/X-WWW-Form-URLencoded; charset="utf-8"',
	])('accepts %s', (contentType) => {
		expect(() => {
			requireFormContentType({ 'content-type': contentType });
		}).not.toThrow();
	});

	it.each([
		[{}, 'the content type is ""'],
		[{ 'content-type': 'text/plain' }, 'the content type is "text/plain"'],
		[{ 'content-type': 'application/json' }, 'the content type is "application/json"'],
		[{ 'content-type': 'multipart/form-data; boundary=x' }, 'the content type is "multipart/form-data'],
		[{ 'content-type': 'application/x-www-form-urlencoded;charset=latin1' }, 'the charset is latin1'],
		[
			{ 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
			'the content encoding is "gzip"',
		],
	])('refuses %j', (headers, reason) => {
		expect(() => {
			requireFormContentType(headers);
		}).toThrow(reason);
	});
});
