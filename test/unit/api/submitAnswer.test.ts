import { readSubmitAnswer } from '../../../nodes/AdobeTarget/api/submitAnswer';

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
	])('reads %s', (_, text, answer) => {
		expect(readSubmitAnswer(text)).toMatchObject(answer);
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
	])('does not take %s for an answer', (_, text) => {
		expect(readSubmitAnswer(text)).toBeUndefined();
	});
});
