import { decodePercent, refuseRawCharacters } from '../../../emulator/http/urlDecoding';

describe('decodePercent', () => {
	it.each([
		['plain-text_1.0~', 'plain-text_1.0~'],
		['', ''],
		['%41%62c', 'Abc'],
		['%2C%0A%26%2B%25%23%3D', ',\n&+%#='],
		['%C3%BC', 'ü'],
		['%c3%bc', 'ü'],
		['%E6%9D%B1%E4%BA%AC', '東京'],
		['%F0%9F%98%80', '😀'],
		['%00', '\0'],
		['%EF%BB%BFx', '\uFEFFx'],
		['%25C3%25BC', '%C3%BC'],
		['%F4%8F%BF%BF', '\u{10FFFF}'],
	])('reads %s', (text, value) => {
		expect(decodePercent(text)).toBe(value);
	});

	it.each([
		['%', 'invalid percent escape "%"'],
		['a%4', 'invalid percent escape "%4"'],
		['%4Gx', 'invalid percent escape "%4G"'],
		['%%41', 'invalid percent escape "%%4"'],
		['%u00fc', 'invalid percent escape "%u0"'],
		['% 1', 'invalid percent escape "% 1"'],
	])('refuses the escape in %s', (text, reason) => {
		expect(() => decodePercent(text)).toThrow(reason);
	});

	it.each([
		['latin1 instead of UTF-8', '%FC'],
		['a cut sequence', '%E6%9D'],
		['a lone high surrogate', '%ED%A0%BD'],
		['a surrogate pair of three bytes each', '%ED%A0%BD%ED%B8%80'],
		['an overlong form', '%C0%AF'],
		['a code point past the last', '%F4%90%80%80'],
		['a continuation byte alone', 'a%80'],
	])('refuses bytes that are not UTF-8: %s', (_case, text) => {
		expect(() => decodePercent(text)).toThrow('not UTF-8');
	});
});

describe('refuseRawCharacters', () => {
	it.each([
		['a+b', 'raw "+" at character 2, it has to be sent as %2B'],
		['a&b', 'raw "&" at character 2, it has to be sent as %26'],
		['#', 'raw "#" at character 1, it has to be sent as %23'],
		['a b', 'raw space at character 2, it has to be sent as %20'],
		['ab\r', 'raw carriage return at character 3, it has to be sent as %0D'],
		['a\nb', 'raw line feed at character 2, it has to be sent as %0A'],
		['\tb', 'raw tab at character 1, it has to be sent as %09'],
		['a\xfc', 'raw byte 0xFC at character 2, it has to be sent as %FC'],
		['a\x7f', 'raw byte 0x7F at character 2, it has to be sent as %7F'],
		['\0', 'raw byte 0x00 at character 1, it has to be sent as %00'],
	])('refuses %j', (text, reason) => {
		expect(() => {
			refuseRawCharacters(text);
		}).toThrow(reason);
	});

	it('lets the rest of ASCII pass, since nobody misreads it', () => {
		expect(() => {
			refuseRawCharacters('azAZ09-_.~!*()\'%41,=:;/?@$"<>[]{}|\\^`');
		}).not.toThrow();
	});
});
