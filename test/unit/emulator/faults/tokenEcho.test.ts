import {
	ECHO_ENCODINGS,
	startEmulator,
	type EchoEncoding,
	type EchoPlace,
	type Emulator,
} from '../../../emulator';
import { element, get, post, upload } from '../withEmulator';

const TOKEN = 'sample-profile-token-1';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const UPDATE = 'mbox3rdPartyId=c1&profile.tier=gold';

/** How the token is read back from what an edge has written. */
const READ_BACK: Record<EchoEncoding, (text: string) => string> = {
	plain: (text) => text,
	xml: (text) => text.replace(/&#x(..);/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
	percent: (text) => text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
	base64: (text) => text.replace(Buffer.from(TOKEN).toString('base64'), TOKEN),
};

let emulator: Emulator;

beforeEach(async () => {
	emulator = await startEmulator({ profileToken: TOKEN });
	emulator.putProfile('thirdPartyId', 'c1', { tier: 'silver' });
});

afterEach(async () => {
	await emulator.close();
});

const held = () => emulator.profile('thirdPartyId', 'c1')?.get('tier');

describe.each(ECHO_ENCODINGS)('a token that is echoed as %s', (as) => {
	const echo = (at: EchoPlace, more = {}) => {
		emulator.answerNext({ fault: 'echoToken', at, as, ...more });
	};
	const expectEcho = (text: string) => {
		expect(text.includes(TOKEN)).toBe(as === 'plain');
		expect(READ_BACK[as](text)).toContain(TOKEN);
	};

	it('stands in the message of an update that is taken', async () => {
		echo('answer');
		const { status, text } = await post(emulator, 'profile/update', UPDATE, BEARER);
		expect([status, element(text, 'success'), held()]).toEqual([200, 'true', 'gold']);
		expectEcho(element(text, 'message'));
	});

	it('stands in the status URL of a batch that is taken, and in the status', async () => {
		echo('answer');
		const batch = 'batch=thirdPartyId,tier\nc1,gold';
		const { text } = await post(emulator, 'v2/profile/batchUpdate', batch, BEARER);
		const statusUrl = element(text, 'batchStatus');
		expectEcho(statusUrl);
		expectEcho(element(text, 'message'));
		expect(held()).toBe('gold');
		echo('answer');
		const { pathname, search } = new URL(statusUrl);
		const status = await get(emulator, pathname + search.replace(/&token.*/, ''), BEARER);
		expectEcho(element(status.text, 'status'));
	});

	it('stands in the attributes of a profile, and in the words that there is none', async () => {
		echo('answer', {});
		const found = await get(emulator, '/rest/v1/profiles/thirdPartyId/c1?client=democlient', BEARER);
		expectEcho(found.text);
		expect(JSON.parse(found.text)).toMatchObject({ profileAttributes: { tier: { value: 'silver' } } });
		echo('answer');
		const none = await get(emulator, '/rest/v1/profiles/thirdPartyId/c2?client=democlient', BEARER);
		expect(none.status).toBe(404);
		expectEcho(none.text);
	});

	it.each([
		[undefined, undefined, 502, 'gold'],
		[403, false, 403, 'silver'],
	])('stands in the page of an edge, with the status %s', async (pageStatus, processed, status, tier) => {
		echo('page', { ...(pageStatus && { pageStatus }), processed });
		const answer = await post(emulator, 'profile/update', UPDATE, BEARER);
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(/^<html>/);
		expectEcho(answer.text);
		expect(held()).toBe(tier);
	});

	it('stands in the reason of a refusal', async () => {
		echo('refusal');
		const { status, text } = await upload(emulator, ['thirdPartyId,tier', 'c1,gold']);
		expect([status, element(text, 'success')]).toEqual([200, 'false']);
		echo('refusal');
		expectEcho((await post(emulator, 'profile/update', UPDATE, BEARER)).text);
		expect(held()).toBe('silver');
	});
});

test('where no token came, none is echoed', async () => {
	emulator.answerNext({ fault: 'echoToken', at: 'answer', as: 'plain' });
	const { status, text } = await post(emulator, 'profile/update', UPDATE);
	expect([status, text]).toEqual([401, 'The Authorization header is missing']);
});
