import { parseBatchStatus, statusAddress } from '../../../nodes/AdobeTarget/api/batchStatus';
import { edgeFrom } from '../../../nodes/AdobeTarget/api/edge';

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
	])('reads %s', (xml, expected) => {
		expect(parseBatchStatus(xml)).toEqual(expected);
	});

	test.each(['', '<html><status>x</status></html>', '{"status":"complete"}', '<response></response>'])(
		'takes %j for no status',
		(xml) => {
			expect(parseBatchStatus(xml)).toBeUndefined();
		},
	);
});

describe('statusAddress', () => {
	const edge = edgeFrom({ clientCode: 'democlient', token: 'sample-token' });

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
});
