import { element, FORM, get, post, upload, withEmulator } from '../withEmulator';

const attributesOf = (profile: ReadonlyMap<string, string> | undefined): unknown =>
	profile && Object.fromEntries(profile);

describe('a bulk update', () => {
	it('is answered with a status URL on the same host, its "&" written as "&amp;"', async () => {
		await withEmulator({ clock: () => 1_701_473_848_678 }, async (emulator) => {
			const { status, text, headers } = await upload(emulator, ['thirdPartyId,a', '1,x']);
			expect(status).toBe(200);
			expect(headers.get('content-type')).toContain('application/xml');
			expect(text).toBe(
				`<response><success>true</success><batchStatus>${emulator.url}/m2/democlient/profile/batchStatus` +
					'?batchId=democlient-1701473848678-1&amp;m2Node=00</batchStatus>' +
					'<message>Batch submitted for processing</message></response>',
			);
		});
	});

	it('is read the same when it comes in chunks without a Content-Length', async () => {
		await withEmulator({}, async (emulator) => {
			const pieces = ['batch=thirdPartyId,na', 'me\nA-1,%F0%9F', '%98%80\nA-2', ',y'];
			const body = new ReadableStream({
				start(controller) {
					for (const piece of pieces) controller.enqueue(Buffer.from(piece));
					controller.close();
				},
			});
			await fetch(`${emulator.url}/m2/democlient/v2/profile/batchUpdate`, {
				method: 'POST',
				headers: { 'content-type': FORM },
				body,
				duplex: 'half',
			});
			expect(emulator.requests[0]?.headers).not.toHaveProperty('content-length');
			expect(attributesOf(emulator.profile('thirdPartyId', 'A-1'))).toEqual({ name: '😀' });
			expect(attributesOf(emulator.profile('thirdPartyId', 'A-2'))).toEqual({ name: 'y' });
		});
	});

	it('counts batches, rows and bytes of what was accepted', async () => {
		await withEmulator({}, async (emulator) => {
			await upload(emulator, ['thirdPartyId,a', '1,x', '2,y']);
			await upload(emulator, ['thirdPartyId,a', '3,z'], '');
			await upload(emulator, ['thirdPartyId,a', '4,+']);
			expect(emulator.counts).toMatchObject({ batches: 2, rows: 3, bytes: 28 + 24, refused: 1 });
		});
	});

	it('ignores empty cells: they clear nothing', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1', { a: 'kept' });
			await upload(emulator, ['thirdPartyId,a,b', '1,,new']);
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'kept', b: 'new' });
		});
	});

	it('of only empty cells is accepted and ignored whole', async () => {
		await withEmulator({}, async (emulator) => {
			await upload(emulator, ['thirdPartyId,a', '1,before']);
			const { text } = await upload(emulator, ['thirdPartyId,a,b', '1,,', '2,', '3']);
			expect(element(text, 'success')).toBe('true');
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'before' });
			expect(emulator.profile('thirdPartyId', '2')).toBeUndefined();
			expect(emulator.profile('thirdPartyId', '3')).toBeUndefined();
		});
	});

	it('reaches the profiles once its processing time has passed', async () => {
		let now = 0;
		await withEmulator({ processingMs: 5_000, clock: () => now }, async (emulator) => {
			await upload(emulator, ['thirdPartyId,a', '1,x']);
			now = 4_999;
			expect(emulator.profile('thirdPartyId', '1')).toBeUndefined();
			expect((await get(emulator, '/rest/v1/profiles/thirdPartyId/1?client=democlient')).status).toBe(404);
			now = 5_000;
			expect((await get(emulator, '/rest/v1/profiles/thirdPartyId/1?client=democlient')).status).toBe(200);
			expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'x' });
		});
	});

	describe('v1', () => {
		it('updates existing profiles and creates none', async () => {
			await withEmulator({}, async (emulator) => {
				emulator.putProfile('pcId', 'known', { a: 'before', b: 'kept' });
				await upload(emulator, ['pcId,a', 'known,after', 'unknown,x'], '');
				expect(attributesOf(emulator.profile('pcId', 'known'))).toEqual({ a: 'after', b: 'kept' });
				expect(emulator.profile('pcId', 'unknown')).toBeUndefined();
			});
		});

		it('adds to what an earlier batch has set', async () => {
			await withEmulator({}, async (emulator) => {
				emulator.putProfile('thirdPartyId', '1');
				await upload(emulator, ['thirdPartyId,a', '1,x'], '');
				await upload(emulator, ['thirdPartyId,b', '1,y'], '');
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'x', b: 'y' });
			});
		});
	});

	describe('v2', () => {
		it('creates missing profiles', async () => {
			await withEmulator({}, async (emulator) => {
				await upload(emulator, ['thirdPartyId,a', '1,x']);
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'x' });
			});
		});

		it('takes away what the v2 batch before it has set for the same third-party ID', async () => {
			await withEmulator({}, async (emulator) => {
				emulator.putProfile('thirdPartyId', '1', { page: 'kept' });
				await upload(emulator, ['thirdPartyId,a', '1,first', '2,untouched']);
				await upload(emulator, ['thirdPartyId,b', '1,second']);
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ page: 'kept', b: 'second' });
				expect(attributesOf(emulator.profile('thirdPartyId', '2'))).toEqual({ a: 'untouched' });
			});
		});

		it('does so for an ID that comes twice in one batch as well', async () => {
			await withEmulator({}, async (emulator) => {
				await upload(emulator, ['thirdPartyId,a,b', '1,first', '1,,second']);
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ b: 'second' });
			});
		});

		it('leaves what was settled by a page visit between two batches', async () => {
			await withEmulator({}, async (emulator) => {
				await upload(emulator, ['thirdPartyId,a', '1,first']);
				emulator.visit('thirdPartyId', '1');
				await upload(emulator, ['thirdPartyId,b', '1,second']);
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'first', b: 'second' });
			});
		});

		it('adds to a pcId, for which the override is not documented', async () => {
			await withEmulator({}, async (emulator) => {
				await upload(emulator, ['pcId,a', '1.28_20,first']);
				await upload(emulator, ['pcId,b', '1.28_20,second']);
				expect(attributesOf(emulator.profile('pcId', '1.28_20'))).toEqual({ a: 'first', b: 'second' });
			});
		});
	});

	describe.each(['', 'v2/'])('that cannot be read (%sprofile/batchUpdate)', (version) => {
		it.each([
			['an empty batch', 'batch=', {}, 'Batch is empty'],
			['no batch=', 'thirdPartyId,a\n1,x', {}, 'Unexpected Error: the body does not start with batch='],
			[
				'the wrong content type',
				'batch=thirdPartyId,a\n1,x',
				{ 'content-type': 'text/csv' },
				'Unexpected Error: the content type is "text/csv", it has to be application/x-www-form-urlencoded',
			],
			[
				'a raw & in the second row',
				'batch=thirdPartyId,a\n1,x\n2,y&z',
				{},
				'Unexpected Error: line 3: raw "&" at character 4, it has to be sent as %26',
			],
		])('gets HTTP 200, success false and the reason: %s', async (_case, body, headers, message) => {
			await withEmulator({}, async (emulator) => {
				emulator.putProfile('thirdPartyId', '1', { a: 'before' });
				const { status, text } = await post(emulator, `${version}profile/batchUpdate`, body, headers);
				expect(status).toBe(200);
				expect(text).toBe(
					'<response><success>false</success><batchStatus></batchStatus>' +
						`<message>${message.replaceAll('&', '&amp;')}</message></response>`,
				);
				expect(attributesOf(emulator.profile('thirdPartyId', '1'))).toEqual({ a: 'before' });
				expect(emulator.counts).toMatchObject({ batches: 0, rows: 0, bytes: 0, refused: 1 });
			});
		});
	});

	it('is refused from 50,000,000 bytes on, and taken below', async () => {
		await withEmulator({}, async (emulator) => {
			const start = Buffer.from('batch=thirdPartyId,a');
			const row = '\n1,'.padEnd(50_000, 'x');
			const full = Buffer.concat([start, Buffer.from(row.repeat(1_000))]);
			const fits = full.subarray(0, 49_999_999);
			expect(element((await post(emulator, 'v2/profile/batchUpdate', fits)).text, 'success')).toBe('true');
			const tooLarge = full.subarray(0, 50_000_000);
			expect(element((await post(emulator, 'v2/profile/batchUpdate', tooLarge)).text, 'message')).toBe(
				'Unexpected Error: the batch has 50000000 bytes or more',
			);
			// The connection was read to its end and can be used again.
			expect((await upload(emulator, ['thirdPartyId,a', '2,x'])).status).toBe(200);
		});
	});
});
