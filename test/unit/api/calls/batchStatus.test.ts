import {
	parseBatchStatus,
	readBatchStatus,
	statusAddress,
} from '../../../../nodes/AdobeTarget/api/calls/batchStatus';
import { edgeFrom } from '../../../../nodes/AdobeTarget/api/edge';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { answering, errorOf, expectSentences } from '../answering';

const NONE = {
	batchSize: undefined,
	consumedCount: undefined,
	successfulUpdates: undefined,
	profilesNotFound: undefined,
	failedUpdates: undefined,
	failedProfiles: [],
};

describe('parseBatchStatus', () => {
	test.each([
		[
			'<response><batchId>demo-1</batchId><status>incomplete</status><batchSize>1</batchSize></response>',
			{ ...NONE, batchId: 'demo-1', status: 'incomplete', batchSize: 1 },
		],
		[
			'<?xml version="1.0"?>\n<response>\n <batchId>demo-1</batchId>\n <status> complete </status>\n <batchSize>5</batchSize>\n <consumedCount>5</consumedCount>\n <successfulUpdates>3</successfulUpdates>\n <profilesNotFound>1</profilesNotFound>\n <failedUpdates>1</failedUpdates>\n</response>',
			{
				batchId: 'demo-1',
				status: 'complete',
				batchSize: 5,
				consumedCount: 5,
				successfulUpdates: 3,
				profilesNotFound: 1,
				failedUpdates: 1,
				failedProfiles: [],
			},
		],
		[
			'<response><batchId>demo-1</batchId><status>complete</status><profile><id>a&amp;b</id><status>failed</status></profile></response>',
			{ ...NONE, batchId: 'demo-1', status: 'complete', failedProfiles: ['a&b'] },
		],
		[
			'<response><batchId>demo-1</batchId><status>complete</status><profile><id>a</id><status>success</status></profile><profile><id>b</id><status>failed</status></profile><profile><id>c</id><sta',
			{ ...NONE, batchId: 'demo-1', status: 'complete', failedProfiles: ['b'] },
		],
		[
			'<response><status>what is this</status></response>',
			{ ...NONE, batchId: undefined, status: 'what is this' },
		],
		[
			'<response><batchId></batchId><status>complete</status><batchSize>499999</batchSize><consumedCount>1.5</consumedCount><successfulUpdates>-1</successfulUpdates><profilesNotFound>2 of 3</profilesNotFound><failedUpdates></failedUpdates></response>',
			{ ...NONE, batchId: undefined, status: 'complete', batchSize: 499_999 },
		],
		[
			'<response><status>complete</status><profile>\n<status>failed</status></profile><profile><id>a</id><batchSize>7</batchSize>\n</profile></response>\n',
			{ ...NONE, batchId: undefined, status: 'complete', failedProfiles: ['', 'a'] },
		],
		[
			'<response><status>complete</status><profile><status>success</status><id>a</id><note>failed</note></profile><profile><status>failed</status><id>b</id><note>success</note></profile></response>',
			{ ...NONE, batchId: undefined, status: 'complete', failedProfiles: ['b'] },
		],
	])('reads %s', async (xml, expected) => {
		expect(await parseBatchStatus(xml)).toEqual(expected);
	});

	const COUNTS = '<batchSize>3</batchSize><failedUpdates>2</failedUpdates>';
	const HEAD = `<batchId>d-1</batchId><status>complete</status>${COUNTS}`;
	const ROW = '<profile><id>a</id><status>failed</status></profile>';
	const OTHER_ROWS =
		'<profile><id>b</id><status>success</status></profile><profile><id>c</id><x><id>d</id></x></profile>';
	const ROWS = ROW + OTHER_ROWS;

	test.each([
		['before the rows', HEAD + ROWS],
		['behind the rows', ROWS + HEAD],
		['between the rows', ROW + HEAD + OTHER_ROWS],
		['beside a list of the rows', `<profiles>${ROWS}</profiles>${HEAD}`],
		['with attributes', `<batchId a="b">d-1</batchId><status a='>'>complete</status>${COUNTS}${ROWS}`],
		['in CDATA', `<batchId><![CDATA[d-1]]></batchId><status><![CDATA[complete]]></status>${COUNTS}${ROWS}`],
		[
			'in other case',
			`<BATCHID>d-1</BATCHID><Status>complete</Status>${COUNTS.toUpperCase()}${ROWS.replaceAll(/[a-z]{2,}(?=>)/g, (name) => name.toUpperCase())}`,
		],
		['among comments', `<!-- a -->${HEAD}<!--${ROW}-->${ROWS}<!-- -->`],
	])('reads the fields %s', async (_, fields) => {
		const prefixed = fields.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1t:');
		for (const xml of [
			`<response>${fields}</response>`,
			`<?xml version="1.0"?><response a="b">${fields}</response><!-- served by edge 45 -->`,
			`<response>\n${fields.replaceAll('><', '>\n  <')}\n</response>`,
			`<t:response>${prefixed}</t:response>`,
		]) {
			expect(await parseBatchStatus(xml)).toEqual({
				...NONE,
				batchId: 'd-1',
				status: 'complete',
				batchSize: 3,
				failedUpdates: 2,
				failedProfiles: ['a', 'c'],
			});
		}
	});

	test.each([
		['in another element', '<details><batchSize>7</batchSize></details>'],
		['in a row', '<profile><batchSize>7</batchSize><status>success</status></profile>'],
		['in a comment', '<!-- <batchSize>7</batchSize> -->'],
		['in CDATA', '<message><![CDATA[<batchSize>7</batchSize>]]></message>'],
		['beside another', '<batchSize>7</batchSize><batchSize>8</batchSize>'],
		['of a size that no number has', `<batchSize>${'9'.repeat(400)}</batchSize>`],
	])('a count %s is none', async (_, fields) => {
		const xml = `<response><status>complete</status>${fields}</response>`;
		expect(await parseBatchStatus(xml)).toEqual({ ...NONE, batchId: undefined, status: 'complete' });
	});

	test('half a million failed rows, cut at 4 MB, still give the rest, and 1,000 IDs', async () => {
		const row = (index: number) => `<profile><id>customer-${index}</id><status>failed</status></profile>`;
		const rows = Array.from({ length: 500_000 }, (_, index) => row(index)).join('');
		const status = await parseBatchStatus(`<response>${HEAD}${rows}`.slice(0, 4_000_000));
		expect(status).toMatchObject({ batchId: 'd-1', status: 'complete', batchSize: 3 });
		expect(status?.failedProfiles).toEqual(Array.from({ length: 1_000 }, (_, index) => `customer-${index}`));
	});

	test.each([
		'',
		'<html><status>x</status></html>',
		'{"status":"complete"}',
		'<response></response>',
		'<response><status> </status></response>',
		'<responses><status>complete</status></responses>',
		'<response><profile><id>a</id><status>failed</status></profile></response>',
		'<response><success>false</success><status>complete</status><batchSize>1</batchSize></response>',
		'<Response><Status>404</Status><Success> FALSE </Success><Message>no batch</Message></Response>',
	])('takes %j for no status', async (xml) => {
		expect(await parseBatchStatus(xml)).toBeUndefined();
	});
});

describe('statusAddress', () => {
	const edge = edgeFrom({ clientCode: 'democlient' });

	test.each([
		[
			'http://mboxedge45.tt.omtrdc.net/s?batchId=a&m2Node=00',
			'https://mboxedge45.tt.omtrdc.net/s?batchId=a&m2Node=00',
		],
		['https://democlient.tt.omtrdc.net/s?batchId=a#top', 'https://democlient.tt.omtrdc.net/s?batchId=a'],
		[
			'democlient-1-2',
			'https://democlient.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=democlient-1-2',
		],
		[
			' democlient-1-2\n',
			'https://democlient.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=democlient-1-2',
		],
	])('%s is asked at %s', (batch, address) => {
		expect(statusAddress(edge, batch)).toBe(address);
	});

	test.each([
		'http://example.com/?batchId=a',
		'https://tt.omtrdc.net/s?batchId=a',
		'https://eviltt.omtrdc.net/s?batchId=a',
		'https://a.tt.omtrdc.net.example.com/s?batchId=a',
		'https://a.tt.omtrdc.net:8443/s?batchId=a',
		'ftp://a.tt.omtrdc.net/s?batchId=a',
		'https://name@a.tt.omtrdc.net/s?batchId=a',
		'https://:word@a.tt.omtrdc.net/s?batchId=a',
		'https://name@democlient.tt.omtrdc.net/s?batchId=a',
		'https://',
		'://',
	])('%s is not on a host of Target, and the token does not go there', (batch) => {
		expect(() => statusAddress(edge, batch)).toThrow('The status URL is not on a host of Target');
	});

	test.each([
		['http://[', 'The status URL is not on a host of Target'],
		['https://democlient.tt.omtrdc.net:99999/s', 'The status URL is not on a host of Target'],
		['javascript://democlient.tt.omtrdc.net/%0aalert(1)', 'The status URL is not on a host of Target'],
		['//example.com://', 'The status URL is not on a host of Target'],
		[
			'demo-\ud800',
			'The batch ID or status URL holds a broken character: half of a surrogate pair, at position 6',
		],
		[
			'https://democlient.tt.omtrdc.net/s?batchId=\udc00',
			'The batch ID or status URL holds a broken character: half of a surrogate pair, at position 44',
		],
		['.', 'The batch ID or status URL is ".", which can’t be a part of an address'],
		['..', 'The batch ID or status URL is "..", which can’t be a part of an address'],
		[
			'/'.repeat(1_000_000),
			'The batch ID or status URL is 1000000 characters long; an address may have 2000 of them',
		],
		[
			`https://democlient.tt.omtrdc.net/${'/'.repeat(2_000)}`,
			'The batch ID or status URL is 2033 characters long; an address may have 2000 of them',
		],
	])('what can’t be asked for is said in words: %#', (batch, message) => {
		let error: unknown;
		try {
			statusAddress(edge, batch);
		} catch (caught) {
			error = caught;
		}
		expect(error).toBeInstanceOf(TargetError);
		expect(error).toMatchObject({ message });
		expectSentences(error as TargetError);
	});

	test.each([
		['javascript:alert(1)', 'javascript%3Aalert(1)'],
		['https:\\\\example.com\\a', 'https%3A%5C%5Cexample.com%5Ca'],
		['a b\tc\u0000', 'a%20b%09c%00'],
		['a&b=c#d?e/../f', 'a%26b%3Dc%23d%3Fe%2F..%2Ff'],
		['😀', '%F0%9F%98%80'],
	])('%j is asked for as a batch ID, on the edge', (batch, encoded) => {
		expect(statusAddress(edge, batch)).toBe(
			`https://democlient.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=${encoded}`,
		);
	});

	test.each([
		['https://proxy.example.com/target', 'https://proxy.example.com/target/s?batchId=a', undefined],
		[
			'https://proxy.example.com/target',
			'http://proxy.example.com/target/s',
			'https://proxy.example.com/target/s',
		],
		['https://proxy.example.com:8443', 'https://proxy.example.com:8443/s', undefined],
		['http://localhost:8090', 'http://localhost:8090/s', undefined],
	])('the edge %s is asked for the status %s', (edgeUrl, batch, address = batch) => {
		expect(statusAddress(edgeFrom({ clientCode: 'democlient', edgeUrl }), batch)).toBe(address);
	});

	test.each([
		['https://proxy.example.com:8443', 'https://proxy.example.com/s'],
		['https://proxy.example.com/target', 'https://proxy.example.com/s?batchId=a'],
		['https://proxy.example.com/target', 'https://proxy.example.com/target/..%2fadmin'],
		['http://localhost:8090', 'http://localhost:8091/s'],
		['https://proxy.example.com', 'ftp://proxy.example.com/s'],
	])('the edge %s is not asked for the status %s', (edgeUrl, batch) => {
		expect(() => statusAddress(edgeFrom({ clientCode: 'democlient', edgeUrl }), batch)).toThrow(
			'The status URL is not on a host of Target',
		);
	});

	test('what is no address of a batch is refused with advice', () => {
		for (const [batch, message] of [
			[' \n', 'There is no batch to ask for'],
			['http://example.com/', 'The status URL is not on a host of Target'],
		] as const) {
			let error: unknown;
			try {
				statusAddress(edge, batch);
			} catch (caught) {
				error = caught;
			}
			expect(error).toBeInstanceOf(TargetError);
			expect((error as TargetError).message).toBe(message);
			expectSentences(error as TargetError);
		}
	});
});

describe('readBatchStatus', () => {
	const STATUS = { text: '<response><status>complete</status></response>' };
	const URL_BEGINS = 'https://democlient.tt.omtrdc.net/s';

	test.each([
		['?batchId=a', true, '?batchId=a&showDetails=true'],
		['', true, '?showDetails=true'],
		['?batchId=a&showDetails=false', true, '?batchId=a&showDetails=false'],
		['?batchId=a', false, '?batchId=a'],
	])('%j, with counts: %s, is asked as %j', async (query, includeCounts, asked) => {
		const connection = answering([STATUS]);
		const take = jest.spyOn(connection.budget, 'take');
		await readBatchStatus(connection, URL_BEGINS + query, includeCounts);
		expect(connection.requests).toMatchObject([{ method: 'GET', url: URL_BEGINS + asked }]);
		expect(take).toHaveBeenCalledTimes(1);
	});

	test('a status beside a no is not told', async () => {
		const text =
			'<response><success>false</success><status>complete</status><message>No such batch</message></response>';
		const error = await errorOf(readBatchStatus(answering([{ text }]), URL_BEGINS, false));
		expect(error.message).toBe('Target gives no status of the batch');
		expect(error.advice).toContain('Target says: "No such batch"');
	});

	test('an answer that is no status is an error', async () => {
		const error = await errorOf(readBatchStatus(answering([{ text: 'hello' }]), URL_BEGINS, false));
		expect(error.message).toBe('The answer could not be understood as one from Target');
	});
});
