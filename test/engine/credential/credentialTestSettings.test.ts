import * as virtualClock from '../../clock/virtualClock';
import type { EmulatorOptions, Readings } from '../../emulator';
import { POSSIBLE_READINGS, startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { serverToServerFor } from '../emulatedRun';
import { testCredential } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

let emulator: Emulator | undefined;
let emulators = 0;

afterEach(async () => {
	await emulator?.close();
	emulator = undefined;
});

/** An account of a client code of its own. */
async function account(
	identity: EmulatorOptions['identity'] = {},
	readings: Partial<Readings> = {},
): Promise<Emulator> {
	const clientCode = `settings-${++emulators}`;
	return (emulator = await startEmulator({ clientCode, clock: clock.now, identity, readings }));
}

const tested = async (at: Emulator) => await testCredential(serverToServerFor(at));

const BEGIN = 'Target knows the client code, and did not refuse the token for a batch without rows. ';
const END =
	/\. The Admin API calls the token valid until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z; it is renewed by itself$/;
/** What is said where the Admin API says nothing of the account. */
const WITHOUT_SETTINGS = 'An account that asks for no token may take any';

/** What a passed test says between what Target has proved and when the token expires. */
async function saidOf(at: Emulator): Promise<string> {
	const { status, message } = await tested(at);
	expect([status, message.slice(0, BEGIN.length)]).toEqual(['OK', BEGIN]);
	expect(message).toMatch(END);
	return message.slice(BEGIN.length).replace(END, '');
}

test.each([
	[true, 14, 'The account asks for a token. Profiles of this account live 14 days without a visit'],
	[
		false,
		90,
		'The account asks for no token, so it may take any. Profiles of this account live 90 days without a visit',
	],
] as const)(
	'says whether the account asks for a token (%s), and that its profiles live %i days',
	async (asksForToken, profileLifetime, said) => {
		expect(await saidOf(await account({ asksForToken, profileLifetime }))).toBe(said);
	},
);

test.each([13, 91, 336, 1_209_600, 0, -14, 14.5, 1e300])(
	'a lifetime of %d is none in days, and is not said',
	async (profileLifetime) => {
		expect(await saidOf(await account({ profileLifetime }))).toBe('The account asks for a token');
	},
);

test('a client code that is not the tenant’s is named as that, and the token goes to nobody’s edge', async () => {
	const at = await account({ tenantClientCode: 'otherclient' });
	const { status, message } = await tested(at);
	expect(status).toBe('Error');
	expect(message).toMatch(/^The client code of the credential is not the tenant’s\. /);
	// Whoever tests a credential of his own is told nothing that a server has said.
	expect(message).not.toContain('otherclient');
	expect(at.requests.filter(({ url }) => !/^\/(ims|demotenant)\//.test(url))).toEqual([]);
});

test('capitals make no other client code', async () => {
	const at = await account({ tenantClientCode: `SETTINGS-${emulators + 1}` });
	expect(await tested(at)).toMatchObject({ status: 'OK' });
});

test.each(['', 'a.b/c', '<b>x</b>', 'https://other.tt.omtrdc.net', 'other.tt.omtrdc.net'])(
	'what can be no client code (%j) is taken for none',
	async (tenantClientCode) => {
		expect(await tested(await account({ tenantClientCode }))).toMatchObject({ status: 'OK' });
	},
);

describe('where the Admin API says anything else, the test is as it was', () => {
	const others = POSSIBLE_READINGS.adminSettings.filter((one) => one !== 'specified');

	test.each(others)('%s', async (adminSettings) => {
		expect(await saidOf(await account({}, { adminSettings }))).toBe(WITHOUT_SETTINGS);
		// Adobe throttles who signs in too often.
		expect(emulator?.identity?.counts.signIns).toBe(1);
	});

	test.each(['gateway', 'page'] as const)('notFound as a %s', async (adminNotFound) => {
		expect(await saidOf(await account({}, { adminSettings: 'notFound', adminNotFound }))).toBe(
			WITHOUT_SETTINGS,
		);
	});

	test.each([
		['an error of its own', { status: 500 }],
		['the limit', { status: 503, headers: { 'retry-after': '90' } }],
		['a throttle', { status: 429 }],
		['a redirect', { status: 302, headers: { location: '/sign-in' } }],
		['nothing', { status: 200, body: '' }],
		['a list', { status: 200, body: '[{"clientCode":"other"}]' }],
		['half an answer', { status: 200, body: '{"clientCode":"other","profileLi' }],
		[
			'a number',
			{ status: 200, body: '{"clientCode":4711,"enableProfileApiAuthentication":1,"profileLifetime":{}}' },
		],
		['a cut connection', { fault: 'reset', at: 'headRead' }],
	] as const)('%s', async (_, answer) => {
		const at = await account();
		for (let right = 0; right < 2; right++) at.answerNext({ fault: 'latency', ms: 0 });
		at.answerNext(answer, 2);
		expect(await saidOf(at)).toBe(WITHOUT_SETTINGS);
	});

	test('no answer at all', async () => {
		const at = await account();
		for (let right = 0; right < 2; right++) at.answerNext({ fault: 'latency', ms: 0 });
		let answer = (): void => undefined;
		const until = new Promise<void>((resolve) => (answer = resolve));
		at.answerNext({ fault: 'held', until });
		const said = saidOf(at);
		while (at.counts.requests < 3) await new Promise((resolve) => setTimeout(resolve, 5));
		// The alarm rings when somebody else has slept as long.
		await clock.sleep(6_000);
		expect(await said).toBe(WITHOUT_SETTINGS);
		answer();
	});
});

test('one part that the Admin API does not say leaves the other', async () => {
	const at = await account();
	for (let right = 0; right < 2; right++) at.answerNext({ fault: 'latency', ms: 0 });
	at.answerNext({ status: 404 });
	expect(await saidOf(at)).toBe('The account asks for a token');
});
