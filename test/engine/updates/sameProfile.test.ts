import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, ON_ERROR, runUpdate } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const emulator = emulatorPerTest();

const ITEMS = [
	{ id: 'c1', tier: 'bronze' },
	{ id: 'c2', tier: 'other' },
	{ id: ' c1 ', tier: 'silver' },
	{ id: 'c1', tier: 'gold' },
];

beforeEach(() => {
	for (const id of ['c1', 'c2']) emulator().putProfile('thirdPartyId', id);
});

/** The values that were sent for one profile, in their order. */
const sentFor = (id: string) =>
	emulator()
		.requests.map(({ url }) => new URL(url, 'http://edge').searchParams)
		.filter((parameters) => parameters.get('mbox3rdPartyId') === id)
		.map((parameters) => parameters.get('profile.tier'));

const tierOf = (id: string) => emulator().profile('thirdPartyId', id)?.get('tier');

const options = (maxRetries: number) => ({ options: { excludeFields: 'id', maxRetries } });

test('of several updates of one profile the last item is what stays, also where the first is sent again', async () => {
	emulator().answerNext({ fault: 'spoiled', how: 'empty', processed: false });
	const { error, success } = await runUpdate(emulator(), ITEMS, options(1));
	expect(error).toBeUndefined();
	expect(success.map(({ json }) => json.profileId)).toEqual(['c1', 'c2', 'c1', 'c1']);
	expect(sentFor('c1')).toEqual(['bronze', 'bronze', 'silver', 'gold']);
	expect(tierOf('c1')).toBe('gold');
	expect(tierOf('c2')).toBe('other');
});

test.each(ON_ERROR)(
	'where an update of a profile fails, the next one is sent only as On Error says: %s',
	async (onError) => {
		emulator().answerNext({ fault: 'spoiled', how: 'refused' });
		await runUpdate(emulator(), ITEMS, options(0), { onError });
		expect(sentFor('c1')).toEqual(onError === 'stopWorkflow' ? ['bronze'] : ['bronze', 'silver', 'gold']);
		expect(tierOf('c2')).toBe('other');
	},
);
