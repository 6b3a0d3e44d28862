import { get, withEmulator } from '../withEmulator';

const json = (text: string): unknown => JSON.parse(text);

describe('a profile fetch', () => {
	it.each([
		['thirdPartyId' as const, 'A-1 ü', '/rest/v1/profiles/thirdPartyId/A-1%20%C3%BC'],
		['pcId' as const, '111.28_20', '/rest/v1/profiles/111.28_20'],
		['ecid' as const, '0123456789', '/rest/v1/profiles/marketingCloudVisitorId/0123456789'],
	])('gives the attributes of a %s as JSON', async (idType, id, path) => {
		await withEmulator({ clock: () => 0 }, async (emulator) => {
			emulator.putProfile(idType, id, { level: 'gold', näme: '"x"' });
			const { status, text, headers } = await get(emulator, `${path}?client=democlient`);
			expect(status).toBe(200);
			expect(headers.get('content-type')).toContain('application/json');
			const modifiedAt = '1970-01-01T00:00:00.000Z';
			expect(json(text)).toEqual({
				client: 'democlient',
				visitorId: id,
				modifiedAt,
				profileAttributes: { level: { value: 'gold', modifiedAt }, näme: { value: '"x"', modifiedAt } },
			});
			expect(emulator.counts).toMatchObject({ fetches: 1, refused: 0 });
		});
	});

	it.each([
		['/rest/v1/profiles/thirdPartyId/A-1', 'third party id=A-1'],
		['/rest/v1/profiles/111.28_20', 'mboxPC=111.28_20'],
		['/rest/v1/profiles/marketingCloudVisitorId/0123', 'marketingCloudVisitorId=0123'],
	])('of an unknown profile is a JSON 404: %s', async (path, inMessage) => {
		await withEmulator({}, async (emulator) => {
			const { status, text } = await get(emulator, `${path}?client=democlient`);
			expect(status).toBe(404);
			expect(json(text)).toEqual({
				status: 404,
				message: `No profile found for client democlient with ${inMessage}`,
			});
			expect(emulator.counts).toMatchObject({ fetches: 1, refused: 0 });
		});
	});

	it('does not find a pcId without its location hint', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '111.28_20');
			expect((await get(emulator, '/rest/v1/profiles/111?client=democlient')).status).toBe(404);
		});
	});

	it('shows an attribute named __proto__ like others', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1', Object.fromEntries([['__proto__', 'x']]));
			const { text } = await get(emulator, '/rest/v1/profiles/thirdPartyId/1?client=democlient');
			expect(text).toContain('"profileAttributes":{"__proto__":{"value":"x"');
		});
	});

	it('for another client code gets an HTML page', async () => {
		await withEmulator({}, async (emulator) => {
			const { status, headers } = await get(emulator, '/rest/v1/profiles/1?client=other');
			expect(status).toBe(404);
			expect(headers.get('content-type')).toContain('text/html');
		});
	});

	it('is refused without a client code, and with an ID that does not decode', async () => {
		await withEmulator({}, async (emulator) => {
			expect(await get(emulator, '/rest/v1/profiles/1')).toMatchObject({
				status: 400,
				text: 'the query has no client=<client code>',
			});
			expect(await get(emulator, '/rest/v1/profiles/%FF?client=democlient')).toMatchObject({ status: 400 });
		});
	});
});
