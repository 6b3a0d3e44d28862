import { XML_VARIANTS, type XmlVariant } from '../../../emulator';
import { rewritten } from '../../../emulator/faults/xmlVariants';
import { element, get, post, withEmulator } from '../withEmulator';

const SUBMITTED =
	'<response><success>true</success><pcId></pcId><batchStatus>http://example.com/?a=1&amp;b=2</batchStatus></response>';
const URL_TEXT = 'http://example.com/?a=1&amp;b=2';

const WRITTEN: Record<XmlVariant, string> = {
	cdata:
		'<response><success><![CDATA[true]]></success><pcId/><batchStatus><![CDATA[http://example.com/?a=1&b=2]]></batchStatus></response>',
	attributes: `<response xmlns="http://example.com/target" version="2"><success type="text" note='a > b'>true</success><pcId type="text" note='a > b'></pcId><batchStatus type="text" note='a > b'>${URL_TEXT}</batchStatus></response>`,
	prefix: `<t:response xmlns:t="http://example.com/target"><t:success>true</t:success><t:pcId></t:pcId><t:batchStatus>${URL_TEXT}</t:batchStatus></t:response>`,
	comments: `<!-- edge 31 -->${SUBMITTED}\n<!-- took 12 ms; <success>false</success> -->\n`,
	declaration: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${SUBMITTED}`,
	prettyPrinted: `<response>\n\t<success>true</success>\n\t<pcId></pcId>\n\t<batchStatus>${URL_TEXT}</batchStatus>\n</response>\r\n`,
	selfClosing: `<response><success>true</success><pcId /><batchStatus>${URL_TEXT}</batchStatus></response>`,
};

test.each(XML_VARIANTS)('the variant %s is the same XML in another writing', (variant) => {
	expect(rewritten(SUBMITTED, variant)).toBe(WRITTEN[variant]);
});

test.each(XML_VARIANTS)('what is no XML has no variant %s', (variant) => {
	expect(rewritten('{"a":"<b>"}', variant)).toBe('{"a":"<b>"}');
	expect(rewritten('', variant)).toBe('');
});

test('failed profiles and counts are rewritten alike', () => {
	const status =
		'<response><status>complete</status><profile><id>a&amp;b</id></profile><failedUpdates>1</failedUpdates></response>';
	expect(rewritten(status, 'cdata')).toBe(
		'<response><status><![CDATA[complete]]></status><profile><id><![CDATA[a&b]]></id></profile><failedUpdates><![CDATA[1]]></failedUpdates></response>',
	);
	expect(rewritten(status, 'prefix')).toContain('<t:profile><t:id>a&amp;b</t:id></t:profile>');
});

test('an emulator answers so, and has taken what it answers to', async () => {
	await withEmulator({}, async (emulator) => {
		emulator.putProfile('thirdPartyId', 'c1');
		emulator.answerNext({ fault: 'xmlVariant', as: 'prefix' });
		const { text } = await post(emulator, 'profile/update', 'mbox3rdPartyId=c1&profile.tier=gold');
		expect(element(text, 't:success')).toBe('true');
		expect(emulator.profile('thirdPartyId', 'c1')?.get('tier')).toBe('gold');
		emulator.answerNext({ fault: 'xmlVariant', as: 'cdata' });
		const fetched = await get(emulator, '/rest/v1/profiles/thirdPartyId/c1?client=democlient');
		expect(fetched.text).toContain('"gold"');
	});
});
