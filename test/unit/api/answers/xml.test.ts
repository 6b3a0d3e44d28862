import { readXml } from '../../../../nodes/AdobeTarget/api/answers/xml';

/** What the reader tells of a text: `depth name=text`, in the order in which elements are closed, and what it returns. */
async function read(xml: string): Promise<{ isWhole: boolean; closed: string[] }> {
	const closed: string[] = [];
	const isWhole = await readXml(xml, {
		opened: () => undefined,
		closed: (name, depth, text) => closed.push(`${depth} ${name}=${text ?? '(elements)'}`),
	});
	return { isWhole, closed };
}

const ONE = ['2 a=x', '1 r=(elements)'];

test.each([
	['<r><a>x</a></r>', ONE],
	['\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<r>\n\t<a>\n x\t</a>\n</r>\n', ONE],
	['<R><A>x</A></R>', ONE],
	['<R><A>x</a></r>', ONE],
	['<t:r xmlns:t="http://example.com/"><t:a>x</t:a></t:r>', ONE],
	['<r ><a\n>x</a ></r\t>', ONE],
	['<r a="1 > 0" b=\'"<a>y</a>"\'><a c="/">x</a></r>', ONE],
	['<r><a><![CDATA[x]]></a></r>', ONE],
	['<r><a><![CDATA[]]>x<!-- y --><?z <a>?></a></r>', ONE],
	['<!-- <r><a>y</a></r> --><r><!----><a>x</a><?y?></r><!-- > --><?z?>', ONE],
	['<r>between<a>x</a>them</r>', ONE],
	['<r><a>x</a><b/></r>', ['2 a=x', '2 b=', '1 r=(elements)']],
	['<r><a>x</a><b c="/" /></r>', ['2 a=x', '2 b=', '1 r=(elements)']],
	['<r><![CDATA[<a>y</a>]]></r>', ['1 r=<a>y</a>']],
	['<r><a>x<b>y</b>z</a></r>', ['3 b=y', '2 a=(elements)', '1 r=(elements)']],
	['<r>&lt;a&gt;</r>', ['1 r=<a>']],
	['<r><![CDATA[&lt;]]>&amp;lt;</r>', ['1 r=&lt;&lt;']],
	['<r/>', ['1 r=']],
	['<größe>5</größe>', ['1 größe=5']],
])('%j is read whole', async (xml, closed) => {
	expect(await read(xml)).toEqual({ isWhole: true, closed });
});

test.each([
	['', []],
	[' ', []],
	['text', []],
	['text<r/>', []],
	['<r/>text', ['1 r=']],
	['<r/><r/>', ['1 r=']],
	['<r/></r>', ['1 r=']],
	['<r/><![CDATA[]]>', ['1 r=']],
	['<r/><!--', ['1 r=']],
	['</r>', []],
	['<>x</>', []],
	['< r></ r>', []],
	['<r', []],
	['<r a="></r>', []],
	['<r <a>x</a></r>', []],
	['<r><a>x', []],
	['<r><a>x</a', []],
	['<r><a>x</a>', ['2 a=x']],
	['<r><a>x</a></r', ['2 a=x']],
	['<r><a>x</a></ra>', ['2 a=x']],
	['<r><a>x</a></r a>', ['2 a=x']],
	['<r><a>x</r></a>', []],
	['<r><a>x</a><b></c></r>', ['2 a=x']],
	['<r><a>x</a><!-- </r>', ['2 a=x']],
	['<r><a>x</a><![CDATA[ </r>', ['2 a=x']],
	['<r><a>x</a><? </r>', ['2 a=x']],
	['<r><a>x</a><!ELEMENT b></r>', ['2 a=x']],
	['<!DOCTYPE r [<!ENTITY a "x">]><r><a>&a;</a></r>', []],
	['<!doctype html><html></html>', []],
	[`${'<r>'.repeat(65)}${'</r>'.repeat(65)}`, []],
	[`<r ${'a'.repeat(8_000)}></r>`, []],
])('%j is not whole, and is read as far as it is XML', async (xml, closed) => {
	expect(await read(xml)).toEqual({ isWhole: false, closed });
});

test.each([
	['&amp;&lt;&gt;&quot;&apos;', `&<>"'`],
	['&AMP;', '&'],
	['&amp;lt;', '&lt;'],
	['&#65;&#x42;&#X43;&#x1f600;&#x0000044;', 'ABC😀D'],
	['&#1114111;', '\u{10ffff}'],
	['&#1114112;', '&#1114112;'],
	['&#x110000;', '&#x110000;'],
	['&#xd83d;&#xde00;', '&#xd83d;&#xde00;'],
	['&#0;', '&#0;'],
	['&#123456789;', '&#123456789;'],
	['&nope; & &; &constructor; &#; &#x;', '&nope; & &; &constructor; &#; &#x;'],
])('%j is read as %j', async (escaped, text) => {
	expect((await read(`<r>${escaped}</r>`)).closed).toEqual([`1 r=${text}`]);
});

test.each([
	['x'.repeat(8_000), 'x'.repeat(8_000)],
	['x'.repeat(8_001), '(elements)'],
	[`${'x'.repeat(8_000)}<![CDATA[x]]>x`, '(elements)'],
	[`<![CDATA[${'x'.repeat(8_001)}]]>`, '(elements)'],
])('a value has 8,000 characters at most', async (value, text) => {
	expect(await read(`<r>${value}</r>`)).toEqual({ isWhole: true, closed: [`1 r=${text}`] });
});
