import { xmlElement } from '../../../nodes/AdobeTarget/api/xml';

test.each([
	['<a>x</a>', 'x'],
	['<A> x\n</A>', 'x'],
	['<b>y</b><a>x</a><a>z</a>', 'x'],
	['<a></a>', ''],
	['<a>x<b>y</b></a>', undefined],
	['<ab>x</ab>', undefined],
	['<a>x', undefined],
	['', undefined],
])('the text of the element <a> in %j is %j', (xml, text) => {
	expect(xmlElement(xml, 'a')).toBe(text);
});

test.each([
	['&amp;&lt;&gt;&quot;&apos;', `&<>"'`],
	['&amp;lt;', '&lt;'],
	['&#65;&#x42;&#X43;&#x1f600;', 'ABC😀'],
	['&#1114111;', '\u{10ffff}'],
	['&#1114112;', '&#1114112;'],
	['&#x110000;', '&#x110000;'],
	['&#12345678;', '&#12345678;'],
	['&#x1234567;', '&#x1234567;'],
	['&nope; & &; &constructor;', '&nope; & &; &constructor;'],
])('%j is read as %j', (escaped, text) => {
	expect(xmlElement(`<a>${escaped}</a>`, 'a')).toBe(text);
});
