import { readSubmitAnswer } from '../../../../nodes/AdobeTarget/api/answers/submitAnswer';

describe('readSubmitAnswer', () => {
	test.each([
		[
			'an update',
			'<response><success>true</success><pcId></pcId><message>Request successfully submitted</message></response>',
			{ success: true, message: 'Request successfully submitted', batchStatus: undefined },
		],
		[
			'an update as the pages print it, without tags',
			'trueRequest successfully submitted',
			{ success: true, message: 'Request successfully submitted', batchStatus: undefined },
		],
		[
			'a batch, with an escaped address',
			'<?xml version="1.0"?>\n<response>\n <success>true</success>\n <batchStatus>http://edge.example.com/s?batchId=a-1&amp;m2Node=00</batchStatus><message>Batch submitted for processing</message></response>\n',
			{
				success: true,
				message: 'Batch submitted for processing',
				batchStatus: 'http://edge.example.com/s?batchId=a-1&m2Node=00',
			},
		],
		[
			'a batch without tags',
			'truehttp://edge.example.com/s?batchId=a-1Batch submitted for processing',
			{
				success: true,
				message: 'Batch submitted for processing',
				batchStatus: 'http://edge.example.com/s?batchId=a-1',
			},
		],
		[
			'a refusal',
			'<response><success>false</success><batchStatus></batchStatus><message>Batch is empty</message></response>',
			{ success: false, message: 'Batch is empty', batchStatus: undefined },
		],
		[
			'an answer without a message',
			'<response><success>true</success></response>',
			{ success: true, message: '', batchStatus: undefined },
		],
		['no more than the word', 'true', { success: true, message: '', batchStatus: undefined }],
		[
			'a batch without tags that ends with its address',
			' TRUE\nhttps://edge.example.com/s?batchId=a-1',
			{ success: true, message: '', batchStatus: 'https://edge.example.com/s?batchId=a-1' },
		],
		[
			'a batch without tags, its parts apart',
			'true https://edge.example.com/s?batchId=a-1 \n Batch submitted \n',
			{
				success: true,
				message: 'Batch submitted',
				batchStatus: 'https://edge.example.com/s?batchId=a-1',
			},
		],
		['a refusal without tags', 'falseUnexpected Error', { success: false, message: 'Unexpected Error' }],
		[
			'numeric and unknown entities',
			'<response><success>TRUE</success><message>&#x41;&#66;&lt;&nope;</message></response>',
			{ success: true, message: 'AB<&nope;' },
		],
	])('reads %s', async (_, text, answer) => {
		expect(await readSubmitAnswer(text)).toMatchObject(answer);
	});

	const TAKEN = {
		success: true,
		message: 'Batch submitted for processing',
		batchStatus: 'http://edge.example.com/s?batchId=a-1&m2Node=00',
	};
	const ADDRESS = 'http://edge.example.com/s?batchId=a-1&amp;m2Node=00';

	test.each([
		['CDATA', '<success><![CDATA[true]]></success>', '<![CDATA[Batch submitted]]> for processing'],
		['attributes', '<success code="0 > -1">true</success>', TAKEN.message],
		['a comment within', '<!-- <success>false</success> --><success>true</success>', TAKEN.message],
		[
			'a processing instruction within',
			'<?a <success>false</success>?><success>true</success>',
			TAKEN.message,
		],
		['other case', '<SUCCESS>True</Success>', TAKEN.message],
		['an empty element before', '<pcId/><success>true</success>', TAKEN.message],
		['space in tags', '<success >true</success\n>', TAKEN.message],
		['the same twice', '<success>true</success><success>true</success>', TAKEN.message],
	])('reads a batch that was taken, with %s', async (_, success, message) => {
		const fields = `${success}<batchStatus>${ADDRESS}</batchStatus><message>${message}</message>`;
		const prefixed = fields.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1t:');
		for (const xml of [
			`<response>${fields}</response>`,
			`<?xml version="1.0"?><!-- a --><response xmlns="http://example.com/">${fields}</response>\n<!-- served by edge 45 --><?b?>`,
			`<response>\n\t${fields.replaceAll('><', '>\n\t<')}\n</response>\n`,
			`<t:response>${prefixed}</t:response>`,
		]) {
			expect(await readSubmitAnswer(xml)).toEqual(TAKEN);
		}
	});

	test.each([
		['in a comment', '<response><!-- <success>true</success> --></response>'],
		['in CDATA', '<response><![CDATA[<success>true</success>]]></response>'],
		[
			'in the CDATA of the message',
			'<response><message><![CDATA[<success>true</success>]]></message></response>',
		],
		['in another element', '<response><batch><success>true</success></batch></response>'],
		['around another element', '<response><success>true<code>7</code></success></response>'],
		[
			'in an attribute',
			'<response success="true"><message a="<success>true</success>">x</message></response>',
		],
		['beside its contrary', '<response><success>true</success><success>false</success></response>'],
		['behind its contrary', '<response><success>false</success><success>true</success></response>'],
		['beside the response', '<response></response><success>true</success>'],
		['in another root', '<error><response><success>true</success></response></error>'],
		['in a page', '<html><response><success>true</success></response></html>'],
		['with a document type', '<!DOCTYPE response><response><success>true</success></response>'],
		['by an entity', '<!DOCTYPE r [<!ENTITY t "true">]><response><success>&t;</success></response>'],
		['by an escaped tag', '<response>&lt;success&gt;true&lt;/success&gt;</response>'],
		['before another answer', '<response><success>true</success></response><response/>'],
		['behind other words', 'OK <response><success>true</success></response>'],
		['in JSON', '{"response":"<response><success>true</success></response>"}'],
		['before a comment without an end', '<response><success>true</success></response><!--'],
		['as a word that goes on', 'trueish'],
		['as a word of a list', 'true, false'],
		['in a piece of JSON', 'true}'],
		['before more than any answer', `true${' '.repeat(16_000)}`],
		['in more than any answer', `<response>${' '.repeat(16_000)}<success>true</success></response>`],
	])('a success %s is none', async (_, text) => {
		expect((await readSubmitAnswer(text))?.success).not.toBe(true);
	});

	test('no part of an answer is taken for the whole', async () => {
		const xml = `<?xml version="1.0"?>\n<response><success>true</success><batchStatus>${ADDRESS}</batchStatus><message>Batch submitted for processing</message></response>`;
		for (let length = 0; length < xml.length; length++) {
			expect(await readSubmitAnswer(xml.slice(0, length))).toBeUndefined();
		}
		expect(await readSubmitAnswer(xml)).toEqual(TAKEN);
	});

	test.each([
		['an empty body', ''],
		['a web page', '<html><body>true</body></html>'],
		['JSON', '{"success":true}'],
		['half an answer', '<response><success>true</success><message>Request succ'],
		['text that goes on with tags', 'true <b>or false</b>'],
		['more than an answer', '<response><success>true</success></response><p>'],
		['an answer without success', '<response><message>hello</message></response>'],
		['another word', '<response><success>maybe</success></response>'],
	])('does not take %s for an answer', async (_, text) => {
		expect(await readSubmitAnswer(text)).toBeUndefined();
	});
});
