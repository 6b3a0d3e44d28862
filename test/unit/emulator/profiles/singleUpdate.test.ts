import { element, get, post, withEmulator } from '../withEmulator';

const SUCCESS =
	'<response><success>true</success><pcId></pcId><message>Request successfully submitted</message></response>';
const attributesOf = (profile: ReadonlyMap<string, string> | undefined): unknown =>
	profile && Object.fromEntries(profile);

describe('a single update', () => {
	it('changes and adds attributes of a known profile, and leaves the others', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('thirdPartyId', 'A-1', { level: 'silver', city: 'Oslo' });
			const sent = await post(
				emulator,
				'profile/update',
				'mbox3rdPartyId=A-1&profile.level=gold&profile.note=a%26b%2C%0A%F0%9F%98%80',
			);
			expect(sent).toMatchObject({ status: 200, text: SUCCESS });
			expect(attributesOf(emulator.profile('thirdPartyId', 'A-1'))).toEqual({
				level: 'gold',
				city: 'Oslo',
				note: 'a&b,\n😀',
			});
		});
	});

	it('may be a GET with everything in the query', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '111.28_20');
			const sent = await get(emulator, '/m2/democlient/profile/update?mboxPC=111.28_20&profile.a=x%20y');
			expect(sent.text).toBe(SUCCESS);
			expect(attributesOf(emulator.profile('pcId', '111.28_20'))).toEqual({ a: 'x y' });
		});
	});

	it('takes the location hint of a pcId for a part of the ID', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '111');
			await post(emulator, 'profile/update', 'mboxPC=111.28_20&profile.a=x');
			expect(attributesOf(emulator.profile('pcId', '111'))).toEqual({});
			expect(emulator.profile('pcId', '111.28_20')).toBeUndefined();
		});
	});

	it('answers the same success for an unknown profile, and does not create it', async () => {
		await withEmulator({}, async (emulator) => {
			const sent = await post(emulator, 'profile/update', 'mbox3rdPartyId=nobody&profile.a=x');
			expect(sent).toMatchObject({ status: 200, text: SUCCESS });
			expect(emulator.profile('thirdPartyId', 'nobody')).toBeUndefined();
			expect(emulator.counts).toMatchObject({ singleUpdates: 1, refused: 0 });
		});
	});

	it('does not mix up a pcId and a third-party ID with the same text', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '1');
			emulator.putProfile('thirdPartyId', '1');
			await post(emulator, 'profile/update', 'mboxPC=1&profile.a=x');
			expect(attributesOf(emulator.profile('pcId', '1'))).toEqual({ a: 'x' });
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({});
		});
	});

	it('ignores empty values: they clear nothing', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1', { a: 'kept' });
			const sent = await post(emulator, 'profile/update', 'mbox3rdPartyId=1&profile.a=&profile.b=');
			expect(sent.text).toBe(SUCCESS);
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'kept' });
		});
	});

	it('wins over what a v2 batch set before it, and keeps the rest of that batch', async () => {
		await withEmulator({}, async (emulator) => {
			await post(emulator, 'v2/profile/batchUpdate', 'batch=thirdPartyId,a,b\n1,batch,batch');
			await post(emulator, 'profile/update', 'mbox3rdPartyId=1&profile.a=single');
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'single', b: 'batch' });
		});
	});

	it.each([
		['no ID', 'profile.a=x', 'neither mboxPC nor mbox3rdPartyId is given'],
		['an empty ID', 'mboxPC=&profile.a=x', 'the pcId is empty'],
		['two IDs', 'mboxPC=1&mbox3rdPartyId=2&profile.a=x', 'both mboxPC and mbox3rdPartyId are given'],
		[
			'+ in a third-party ID',
			'mbox3rdPartyId=a%2Bb&profile.a=x',
			'the thirdPartyId "a+b" contains "+" or "/"',
		],
		[
			'/ in a third-party ID',
			'mbox3rdPartyId=a%2Fb&profile.a=x',
			'the thirdPartyId "a/b" contains "+" or "/"',
		],
		['no profile. prefix', 'mboxPC=1&a=x', 'parameter "a" does not begin with "profile."'],
		['no attribute name', 'mboxPC=1&profile.=x', 'an attribute without a name'],
		['an attribute twice', 'mboxPC=1&profile.a=x&profile.a=y', 'parameter "profile.a" is given twice'],
		['a raw +', 'mboxPC=1&profile.a=1+1', 'raw "+" at character 12'],
		['a raw #', 'mboxPC=1&profile.a=1#1', 'raw "#" at character 12'],
		['an unencoded &', 'mboxPC=1&profile.a=Smith%20&%20Sons', 'parameter "%20Sons" without "="'],
		['raw UTF-8', 'mboxPC=1&profile.a=ü', 'raw byte 0xC3'],
		['a lone surrogate', 'mboxPC=1&profile.a=%ED%A0%80', 'not UTF-8'],
		['JSON', '{"mboxPC":"1"}', 'without "="'],
	])('is refused with 400 and a reason: %s', async (_case, body, reason) => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '1', { a: 'before' });
			const { status, text } = await post(emulator, 'profile/update', body);
			expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(reason) as string });
			expect(attributesOf(emulator.profile('pcId', '1'))).toEqual({ a: 'before' });
			expect(emulator.counts).toMatchObject({ singleUpdates: 0, refused: 1 });
		});
	});

	it('is refused when it is not announced as a form', async () => {
		await withEmulator({}, async (emulator) => {
			const { status, text } = await post(emulator, 'profile/update', 'mboxPC=1', {
				'content-type': 'text/plain',
			});
			expect({ status, text }).toEqual({
				status: 400,
				text: 'the content type is "text/plain", it has to be application/x-www-form-urlencoded',
			});
		});
	});

	it('is refused when a POST has parameters in the query and in its body', async () => {
		await withEmulator({}, async (emulator) => {
			const { status, text } = await post(emulator, 'profile/update?mboxPC=1', 'profile.a=x');
			expect({ status, text }).toMatchObject({
				status: 400,
				text: expect.stringContaining('query') as string,
			});
		});
	});

	it('has at most 60,000 bytes as a POST', async () => {
		await withEmulator({}, async (emulator) => {
			const start = 'mboxPC=1&profile.a=';
			const fits = start + 'x'.repeat(60_000 - start.length);
			expect((await post(emulator, 'profile/update', fits)).text).toBe(SUCCESS);
			const { status, text } = await post(emulator, 'profile/update', `${fits}x`);
			expect({ status, text }).toEqual({ status: 400, text: 'a body of more than 60000 bytes' });
		});
	});

	it.each([
		['just too long', 8_001],
		["past the limit of Node's own defaults", 30_000],
	])('has an address of at most 8,000 bytes: %s', async (_case, length) => {
		await withEmulator({}, async (emulator) => {
			const path = '/m2/democlient/profile/update?mboxPC=1&profile.a=';
			const { status, text } = await get(emulator, path + 'x'.repeat(length - path.length));
			expect({ status, text }).toEqual({ status: 400, text: 'an address of more than 8000 bytes' });
			const fits = await get(emulator, path + 'x'.repeat(8_000 - path.length));
			expect(element(fits.text, 'success')).toBe('true');
		});
	});
});
