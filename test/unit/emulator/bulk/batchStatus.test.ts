import type { Emulator } from '../../../emulator';
import { element, get, upload, withEmulator } from '../withEmulator';

/** Uploads a batch and gives the path of its status. */
async function submitted(emulator: Emulator, lines: string[], version = 'v2/'): Promise<string> {
	const { text } = await upload(emulator, lines, version);
	return element(text, 'batchStatus').slice(emulator.url.length);
}

const statusOf = async (emulator: Emulator, path: string): Promise<string> =>
	element((await get(emulator, path)).text, 'status');

describe('the status of a batch', () => {
	it('is incomplete at first even though the rows are in, then complete', async () => {
		await withEmulator({ clock: () => 42 }, async (emulator) => {
			const path = await submitted(emulator, ['thirdPartyId,a', '1,x', '2,y']);
			const answer = (status: string): string =>
				`<response><batchId>democlient-42-1</batchId><status>${status}</status><batchSize>2</batchSize></response>`;
			expect((await get(emulator, path)).text).toBe(answer('incomplete'));
			expect((await get(emulator, path)).text).toBe(answer('complete'));
			expect(emulator.counts).toMatchObject({ statusCalls: 2, refused: 0 });
		});
	});

	it('stays incomplete until the processing time has passed', async () => {
		let now = 0;
		await withEmulator({ processingMs: 1_000, clock: () => now }, async (emulator) => {
			const path = await submitted(emulator, ['thirdPartyId,a', '1,x']);
			await get(emulator, path);
			now = 999;
			expect(await statusOf(emulator, path)).toBe('incomplete');
			now = 1_000;
			expect(await statusOf(emulator, path)).toBe('complete');
		});
	});

	it('has the counts with showDetails=true, of the rows that are not empty', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', 'known');
			emulator.putProfile('pcId', 'broken');
			emulator.failRowsOf('pcId', 'broken');
			const rows = ['pcId,a', 'known,x', 'unknown,x', 'broken,x', 'empty,'];
			const path = await submitted(emulator, rows, '');
			await get(emulator, path);
			const { text } = await get(emulator, `${path}&showDetails=true`);
			expect(text).toContain(
				'<status>complete</status><batchSize>4</batchSize><consumedCount>3</consumedCount>' +
					'<successfulUpdates>1</successfulUpdates><profilesNotFound>1</profilesNotFound>' +
					'<failedUpdates>1</failedUpdates>',
			);
		});
	});

	it('has no counts while the batch is incomplete', async () => {
		await withEmulator({}, async (emulator) => {
			const path = await submitted(emulator, ['thirdPartyId,a', '1,x']);
			const { text } = await get(emulator, `${path}&showDetails=true`);
			expect(text).toContain('<status>incomplete</status>');
			expect(text).not.toContain('consumedCount');
		});
	});

	it('lists the rows that failed, and their profiles are as before', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.failRowsOf('thirdPartyId', 'a&b');
			const path = await submitted(emulator, ['thirdPartyId,a', 'a%26b,x', 'c,y']);
			await get(emulator, path);
			const { text } = await get(emulator, path);
			expect(text).toContain('<profile><id>a&amp;b</id><status>failed</status></profile></response>');
			expect(text).not.toContain('<id>c</id>');
			expect(emulator.profile('thirdPartyId', 'a&b')).toBeUndefined();
			expect(emulator.profile('thirdPartyId', 'c')).toBeDefined();
		});
	});

	it('is kept for the last 10 batches only, whose rows arrive all the same', async () => {
		let now = 0;
		await withEmulator({ processingMs: 1_000, clock: () => now }, async (emulator) => {
			const paths: string[] = [];
			for (let batch = 1; batch <= 11; batch++) {
				paths.push(await submitted(emulator, ['thirdPartyId,a', `${batch},x`]));
			}
			now = 1_000;
			const [first = '', second = ''] = paths;
			expect(await statusOf(emulator, first)).toBe('unknown');
			expect(await statusOf(emulator, second)).toBe('incomplete');
			expect(emulator.profile('thirdPartyId', '1')).toBeDefined();
		});
	});

	it('is kept for 24 hours', async () => {
		let now = 0;
		await withEmulator({ clock: () => now }, async (emulator) => {
			const path = await submitted(emulator, ['thirdPartyId,a', '1,x']);
			now = 24 * 3_600_000;
			expect(await statusOf(emulator, path)).toBe('complete');
			now += 1;
			expect(await statusOf(emulator, path)).toBe('unknown');
		});
	});

	it('is unknown for a batch that was never submitted', async () => {
		await withEmulator({}, async (emulator) => {
			const { text } = await get(emulator, '/m2/democlient/profile/batchStatus?batchId=a%26b');
			expect(text).toBe(
				'<response><batchId>a&amp;b</batchId><status>unknown</status><batchSize>0</batchSize></response>',
			);
		});
	});

	it.each(['', '?m2Node=00', '?batchId='])('is refused without a batchId: batchStatus%s', async (query) => {
		await withEmulator({}, async (emulator) => {
			const { status, text } = await get(emulator, `/m2/democlient/profile/batchStatus${query}`);
			expect({ status, text }).toEqual({ status: 400, text: 'the batchId is missing' });
		});
	});
});
