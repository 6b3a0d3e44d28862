import { parseAddress } from '../../../nodes/AdobeTarget/api/parseAddress';

/** 20,000 different characters: the URL parser takes a second for a host of them, and half an hour for a million. */
const DIFFERENT = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');

test.each([
	['plain', 'https://'],
	['with a user', 'https://user:word@'],
	['with more slashes', 'https:////'],
	['with backslashes', 'https:\\\\'],
	['with line ends that the parser drops', 'ht\ntps:/\n/\t'],
	['without slashes', 'https:'],
	['after white space', ' https://'],
])('a host of very many characters is no address, and takes no time: %s', (_, begin) => {
	for (const host of [DIFFERENT, encodeURIComponent(DIFFERENT), `xn--${'a'.repeat(1_000_000)}`]) {
		const before = process.cpuUsage();
		expect(parseAddress(begin + host)).toBeUndefined();
		expect(parseAddress(`${begin}${host}.example.com/x`)).toBeUndefined();
		const { user, system } = process.cpuUsage(before);
		expect((user + system) / 1_000).toBeLessThan(50);
	}
});

test.each([
	['https://target.example.com', 'https://target.example.com/'],
	['https://www.bücher.example.com/', 'https://www.xn--bcher-kva.example.com/'],
	[`https://${'a'.repeat(63)}.example.com`, `https://${'a'.repeat(63)}.example.com/`],
	[`https://example.com/${'a'.repeat(10_000)}`, `https://example.com/${'a'.repeat(10_000)}`],
	[`https://example.com?${'a'.repeat(10_000)}`, `https://example.com/?${'a'.repeat(10_000)}`],
])('other addresses are parsed as ever: %s', (text, href) => {
	expect(parseAddress(text)?.href).toBe(href);
});

test('a host with an umlaut is parsed however many addresses were parsed before', () => {
	for (let call = 0; call < 100_000; call++) parseAddress('https://target.example.com/');
	expect(parseAddress('https://www.bücher.example.com/')?.href).toBe(
		'https://www.xn--bcher-kva.example.com/',
	);
});

test.each(['', 'example.com', '/x', 'https://', 'https://a b/'])('"%s" is no absolute address', (text) => {
	expect(parseAddress(text)).toBeUndefined();
});
