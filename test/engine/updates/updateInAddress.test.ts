import { startEmulator } from '../../emulator';
import { emulatorPerTest, ON_ERROR, runUpdate, savedText, textOf } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const SECRET = 'privatevalue';
const ITEM = { id: 'customer-9', tier: `gold & ${SECRET}` };

const known = (id: string) => {
	emulator().putProfile('thirdPartyId', id);
};
const held = (id: string) => Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
const hintsOf = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join('\n');

test('the parameters are in the address, and the body is empty', async () => {
	known('customer-9');
	const { error } = await runUpdate(emulator(), [ITEM]);
	expect(error).toBeUndefined();
	const [request] = emulator().requests;
	expect(request?.method).toBe('POST');
	expect(request?.url).toBe(
		`/m2/${emulator().clientCode}/profile/update?mbox3rdPartyId=customer-9&profile.tier=gold%20%26%20privatevalue`,
	);
	expect(request?.body).toHaveLength(0);
	expect(request?.headers['content-length']).toBe('0');
	expect(request?.headers).not.toHaveProperty('content-type');
	expect(held('customer-9')).toEqual({ tier: 'gold & privatevalue' });
});

test('what no address of 8,000 bytes can hold goes in the body, with a hint', async () => {
	const items = ['a', 'b', 'c'].map((id) => ({ id, tier: id === 'a' ? 'x' : 'é'.repeat(4_000) }));
	for (const { id } of items) known(id);
	const run = await runUpdate(emulator(), items);
	expect(run.error).toBeUndefined();
	expect(hintsOf(run)).toContain(
		'2 updates are too long for an address of 8,000 bytes, so the parameters go in the body.',
	);
	for (const { id, tier } of items) expect(held(id)).toEqual({ tier });
	const inBody = emulator().requests.filter(({ bodyBytes }) => bodyBytes > 0);
	expect(inBody).toHaveLength(2);
	for (const { url, headers } of inBody) {
		expect(url).not.toContain('?');
		expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
	}
});

test('nothing is said where all fit, and a preview says it too', async () => {
	known('a');
	expect(hintsOf(await runUpdate(emulator(), [{ id: 'a', tier: 'x' }]))).not.toContain('too long');
	const preview = await runUpdate(emulator(), [{ id: 'a', tier: 'x'.repeat(9_000) }, ITEM], {
		options: { previewOnly: true, excludeFields: 'id' },
	});
	expect(hintsOf(preview)).toContain('1 update is too long for an address');
	const url = `${emulator().url}/m2/${emulator().clientCode}/profile/update`;
	expect(preview.success.map(({ json }) => json.request)).toEqual([
		{ method: 'POST', url, body: `mbox3rdPartyId=a&profile.tier=${'x'.repeat(9_000)}` },
		{
			method: 'POST',
			url: `${url}?mbox3rdPartyId=customer-9&profile.tier=gold%20%26%20privatevalue`,
			body: '',
		},
	]);
});

const QUERY = 'mbox3rdPartyId=customer-9&profile.tier=gold%20%26%20privatevalue';
const DECODED = 'mbox3rdPartyId=customer-9&profile.tier=gold & privatevalue';

/** How a server or a proxy may repeat the address that it was asked at. */
const ECHOES: ReadonlyArray<readonly [what: string, status: number, body: string]> = [
	['a page', 404, `<html><body>The requested URL /m2/x/profile/update?${QUERY} was not found</body></html>`],
	['a page with references', 502, `<html><p>POST /update?${QUERY.replaceAll('&', '&amp;')}</p></html>`],
	['a page, decoded', 414, `<html><p>${DECODED} is too long</p></html>`],
	['a text', 500, `Error at ${QUERY}`],
	['a text, encoded twice', 400, `Error at ${encodeURIComponent(QUERY)}`],
	['JSON', 400, JSON.stringify({ error: `Bad request: ${QUERY}` })],
	['a text without the ID', 400, 'Bad parameter profile.tier=gold%20%26%20privatevalue'],
	[
		'a refusal',
		200,
		`<response><success>false</success><message>Unexpected: ${QUERY.replaceAll('&', '&amp;')}</message></response>`,
	],
	[
		'a success',
		200,
		`<response><success>true</success><message><![CDATA[Done: ${DECODED}]]></message></response>`,
	],
];

test.each(ECHOES)('an answer that repeats the address shows nothing of it: %s', async (_, status, body) => {
	for (const onError of ON_ERROR) {
		emulator().answerNext({ status, body });
		const { error, success, failed, hints, console } = await runUpdate(
			emulator(),
			[ITEM],
			{ options: { excludeFields: 'id' } },
			{ onError },
		);
		// n8n adds the input's own fields to an error item.
		const items = [...success, ...failed].map(({ json }) => [json.error, json.message]);
		const said = textOf([error?.message, error?.description, error?.stack, items, hints, console]);
		expect(said).not.toContain(SECRET);
		expect(said).not.toContain('profile.tier');
	}
});

test.each([
	['a reset', { fault: 'reset', at: 'requestRead' }],
	['gibberish', { fault: 'gibberish', at: 'requestRead' }],
	['half an answer', { fault: 'close', at: 'halfBody' }],
	['a redirect', { status: 302, headers: { location: `https://example.com/?${QUERY}` } }],
] as const)('a failure shows nothing of the address: %s', async (_, fault) => {
	emulator().answerNext(fault);
	const result = await runUpdate(emulator(), [ITEM]);
	const { error, hints, console } = result;
	expect(error).toBeDefined();
	const said = textOf([error?.message, error?.description, error?.stack, hints, console]);
	expect(said).not.toContain(SECRET);
	// n8n saves the input of a run as it came, and the address nowhere.
	expect(savedText(result)).not.toContain('mbox3rdPartyId=');
});

test.each(['query', 'both'] as const)('Target may read: %s', async (updateParameters) => {
	const target = await startEmulator({
		clientCode: `in-${updateParameters}`,
		readings: { updateParameters },
	});
	target.putProfile('thirdPartyId', 'customer-9');
	expect((await runUpdate(target, [ITEM])).error).toBeUndefined();
	expect(target.profile('thirdPartyId', 'customer-9')?.get('tier')).toBe('gold & privatevalue');
	await target.close();
});
