import {
	POSSIBLE_READINGS,
	readingsByChance,
	USUAL_READINGS,
	type Emulator,
	type EmulatorOptions,
	type Readings,
} from '../../emulator';
import { seededRandom } from '../../emulator/random';
import { element, get, post, upload, withEmulator } from './withEmulator';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const held = (emulator: Emulator, id: string, idType: 'thirdPartyId' | 'pcId' = 'thirdPartyId') => {
	const profile = emulator.profile(idType, id);
	return profile && Object.fromEntries(profile);
};

/** An emulator with a clock that a test moves. */
async function withClock(
	readings: Partial<Readings>,
	test: (emulator: Emulator, pass: (ms: number) => void) => Promise<void>,
	options: EmulatorOptions = {},
): Promise<void> {
	let now = Date.UTC(2026, 0, 1, 12, 0, 30);
	await withEmulator({ readings, clock: () => now, ...options }, async (emulator) => {
		await test(emulator, (ms) => {
			now += ms;
		});
	});
}

const inQuery = (emulator: Emulator, query: string) =>
	fetch(`${emulator.url}/m2/democlient/profile/update?${query}`, { method: 'POST' });

const fetched = async (emulator: Emulator, id: string) =>
	await get(emulator, `/rest/v1/profiles/thirdPartyId/${id}?client=democlient`);

describe('a batch that is decoded before it is cut', () => {
	const readings = { batchRows: 'decodedFirst' } as const;

	it('shifts all later attributes for an encoded comma', async () => {
		await withEmulator({ readings }, async (emulator) => {
			await upload(emulator, ['thirdPartyId,a,b', '1,red%2C blue,c'.replace(' ', '%20')]);
			expect(held(emulator, '1')).toEqual({ a: 'red', b: ' blue' });
		});
	});

	it.each(['%0A', '%0D', '%0D%0A', '%0B', '%0C', '%C2%85', '%E2%80%A8', '%E2%80%A9'])(
		'begins another profile at an encoded line end: %s',
		async (lineEnd) => {
			await withEmulator({ readings }, async (emulator) => {
				const answer = await upload(emulator, ['thirdPartyId,a', `1,x${lineEnd}2%2Cforeign`]);
				expect(held(emulator, '1')).toEqual({ a: 'x' });
				expect(held(emulator, '2')).toEqual({ a: 'foreign' });
				const status = new URL(element(answer.text, 'batchStatus'));
				const { text } = await get(emulator, status.pathname + status.search);
				expect(element(text, 'batchSize')).toBe('2');
			});
		},
	);

	it('still refuses what no encoder writes, unless it is not to be strict', async () => {
		const lines = ['thirdPartyId,a', '1,x+y'];
		await withEmulator({ readings }, async (emulator) => {
			const { text } = await upload(emulator, lines);
			expect(element(text, 'message')).toContain('raw "+"');
		});
		await withEmulator({ readings: { ...readings, strict: false } }, async (emulator) => {
			await upload(emulator, lines);
			expect(held(emulator, '1')).toEqual({ a: 'x y' });
		});
	});
});

describe('bytes of others, which work at Adobe', () => {
	const readings = { strict: false };

	it.each(['cutFirst', 'decodedFirst'] as const)(
		'spaces after the commas of the header, CRLF and blank lines: %s',
		async (batchRows) => {
			await withEmulator({ readings: { ...readings, batchRows } }, async (emulator) => {
				const lines = ['pcId, param1, param2', '123,value 1', '', '124,,K\u00f6ln,surplus'];
				await post(emulator, 'profile/batchUpdate', `batch=${lines.join('\r\n')}\r\n`);
				emulator.putProfile('pcId', '123');
				emulator.putProfile('pcId', '124');
				await post(emulator, 'profile/batchUpdate', `batch=${lines.join('\r\n')}\r\n`);
				expect(held(emulator, '123', 'pcId')).toEqual({ param1: 'value 1' });
				expect(held(emulator, '124', 'pcId')).toEqual({ param2: 'Köln' });
			});
		},
	);

	it('a raw "&" ends a batch without a word, and a raw "%" refuses it whole', async () => {
		await withEmulator({ readings }, async (emulator) => {
			await upload(emulator, ['thirdPartyId,a', '1,x & y', '2,z']);
			expect(held(emulator, '1')).toEqual({ a: 'x ' });
			expect(held(emulator, '2')).toBeUndefined();
			const { text } = await upload(emulator, ['thirdPartyId,a', '3,x', '4,100 %']);
			expect(element(text, 'message')).toContain('Unexpected Error');
			expect(held(emulator, '3')).toBeUndefined();
		});
	});

	it('a POST with everything in the query, in Python’s way to write forms', async () => {
		await withEmulator({ readings }, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1');
			const sent = await inQuery(
				emulator,
				'mbox3rdPartyId=1&profile.city=New+York&profile.a=1%2B1&session=x',
			);
			expect(sent.status).toBe(200);
			expect(held(emulator, '1')).toEqual({ city: 'New York', a: '1+1' });
		});
	});
});

describe('the parameters of a POST', () => {
	it.each([
		['query', 200, 400],
		['body', 400, 200],
		['both', 200, 200],
	] as const)('are looked for in: %s', async (updateParameters, inTheQuery, inTheBody) => {
		await withEmulator({ readings: { updateParameters } }, async (emulator) => {
			const form = 'mbox3rdPartyId=1&profile.a=x';
			expect((await inQuery(emulator, form)).status).toBe(inTheQuery);
			expect((await post(emulator, 'profile/update', form)).status).toBe(inTheBody);
		});
	});

	it('are in one place, and of the query not more than its limit', async () => {
		await withEmulator({}, async (emulator) => {
			const both = await post(emulator, 'profile/update?mbox3rdPartyId=1&profile.a=x', 'profile.b=y');
			expect(both.text).toContain('they belong in one of them');
			const long = await inQuery(emulator, `mbox3rdPartyId=1&profile.a=${'x'.repeat(8_000)}`);
			expect(await long.text()).toContain('an address of more than 8000 bytes');
		});
	});

	it('go by the query where both have them, when nobody is strict', async () => {
		await withEmulator({ readings: { strict: false } }, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1');
			const path = 'profile/update?mbox3rdPartyId=1&profile.a=query';
			await post(emulator, path, 'profile.a=body&profile.b=body');
			expect(held(emulator, '1')).toEqual({ a: 'query', b: 'body' });
		});
	});
});

it.each([
	['all', { b: '2' }],
	['sameNames', { a: '1', b: '2' }],
] as const)('a second v2 batch overrides %s', async (override, expected) => {
	await withEmulator({ readings: { override } }, async (emulator) => {
		await upload(emulator, ['thirdPartyId,a,b', '1,1,1']);
		await upload(emulator, ['thirdPartyId,b', '1,2']);
		expect(held(emulator, '1')).toEqual(expected);
	});
});

describe('a status', () => {
	const statusOf = async (emulator: Emulator): Promise<{ status: number; text: string }> => {
		const answer = await upload(emulator, ['thirdPartyId,a', '1,x', '2,y']);
		const { pathname, search } = new URL(element(answer.text, 'batchStatus'));
		await get(emulator, pathname + search);
		return await get(emulator, pathname + search);
	};

	it.each([
		['documented', 'complete'],
		['otherCase', 'COMPLETE'],
		['otherWords', 'finished'],
		['stuck', 'stuck'],
	] as const)('has the word of: %s', async (statusWords, word) => {
		await withEmulator({ readings: { statusWords } }, async (emulator) => {
			expect(element((await statusOf(emulator)).text, 'status')).toBe(word);
		});
	});

	it('may be not there, as a page or as a no', async () => {
		await withEmulator({ readings: { statusWords: 'notFound' } }, async (emulator) => {
			expect((await statusOf(emulator)).status).toBe(404);
		});
		await withEmulator({ readings: { statusWords: 'successFalse' } }, async (emulator) => {
			expect(element((await statusOf(emulator)).text, 'success')).toBe('false');
		});
	});

	it('may count the header’s line, and be on another host', async () => {
		await withEmulator({ readings: { batchSize: 'lines', statusHost: 'other' } }, async (emulator) => {
			expect(element((await statusOf(emulator)).text, 'batchSize')).toBe('3');
			const answer = await upload(emulator, ['thirdPartyId,a', '1,x']);
			expect(element(answer.text, 'batchStatus')).toMatch(/^http:\/\/mboxedge31\.tt\.omtrdc\.net\/m2\//);
		});
	});
});

it('answers may be written in another XML', async () => {
	await withEmulator({ readings: { xml: 'declaration' } }, async (emulator) => {
		expect((await upload(emulator, ['thirdPartyId,a', '1,x'])).text).toMatch(/^<\?xml /);
	});
});

describe('a fetch that lags', () => {
	it('sees a change some time after it, and each in its turn', async () => {
		await withClock({ fetchLagMs: 5 * MINUTE }, async (emulator, pass) => {
			await upload(emulator, ['thirdPartyId,a', '1,first']);
			expect((await fetched(emulator, '1')).status).toBe(404);
			pass(3 * MINUTE);
			await upload(emulator, ['thirdPartyId,a', '1,second']);
			expect(held(emulator, '1')).toEqual({ a: 'second' });
			pass(2 * MINUTE);
			expect((await fetched(emulator, '1')).text).toContain('"first"');
			pass(3 * MINUTE);
			expect((await fetched(emulator, '1')).text).toContain('"second"');
		});
	});

	it('counts from when a batch was ingested, whenever somebody looks', async () => {
		const late = { processingMs: 10 * MINUTE };
		await withClock(
			{ fetchLagMs: 5 * MINUTE },
			async (emulator, pass) => {
				await upload(emulator, ['thirdPartyId,a', '1,x']);
				pass(15 * MINUTE);
				expect((await fetched(emulator, '1')).status).toBe(200);
			},
			late,
		);
	});

	it('sees at once what a visitor has', async () => {
		await withClock({ fetchLagMs: MINUTE }, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1', { a: 'x' });
			expect((await fetched(emulator, '1')).status).toBe(200);
		});
	});
});

it('rows are lost without a word: in no count but the size of the batch', async () => {
	await withEmulator({ readings: { rowsLost: 1 } }, async (emulator) => {
		const answer = await upload(emulator, ['thirdPartyId,a', '1,x']);
		expect(element(answer.text, 'success')).toBe('true');
		expect(held(emulator, '1')).toBeUndefined();
		expect(emulator.counts).toMatchObject({ rows: 1, rowsLost: 1 });
	});
});

it.each([
	['rolling', [false, false, true]],
	['fixed', [true, false, true]],
] as const)('calls are counted in a minute that is %s', async (minute, after) => {
	const oneCall = { callsPerMinute: 1 };
	await withClock(
		{ minute },
		async (emulator, pass) => {
			const isTaken = async () => (await upload(emulator, ['thirdPartyId,a', '1,x'])).status === 200;
			expect(await isTaken()).toBe(true);
			for (const [index, ms] of [31_000, 20_000, 60_000].entries()) {
				pass(ms);
				expect(await isTaken()).toBe(after[index]);
			}
		},
		oneCall,
	);
});

it('the call limit may be told by a page', async () => {
	await withEmulator({ callsPerMinute: 1, readings: { limitAnswer: 'page' } }, async (emulator) => {
		await upload(emulator, ['thirdPartyId,a', '1,x']);
		const { status, text } = await upload(emulator, ['thirdPartyId,a', '1,x']);
		expect([status, text]).toEqual([503, expect.stringContaining('<html>')]);
	});
});

it('a request without a User-Agent may be refused', async () => {
	await withEmulator({ readings: { wantsUserAgent: true } }, async (emulator) => {
		const path = '/rest/v1/profiles/1?client=democlient';
		expect((await get(emulator, path, { 'user-agent': '' })).status).toBe(403);
		expect((await get(emulator, path, { 'user-agent': 'sample/1' })).status).toBe(404);
	});
});

describe('a gateway that stops large bodies', () => {
	const body = `batch=thirdPartyId,a\n1,${'x'.repeat(2_000)}`;

	it('says 413 before it has read them', async () => {
		await withEmulator({ readings: { gatewayBytes: 1_000 } }, async (emulator) => {
			const { status } = await post(emulator, 'v2/profile/batchUpdate', body);
			expect(status).toBe(413);
			expect(emulator.counts).toMatchObject({ batches: 0, refused: 1 });
		});
	});

	it('resets the connection', async () => {
		await withEmulator({ readings: { gatewayBytes: 1_000, largeBodies: 'reset' } }, async (emulator) => {
			await expect(post(emulator, 'v2/profile/batchUpdate', body)).rejects.toThrow();
			expect(emulator.counts.batches).toBe(0);
		});
	});
});

describe('a profile', () => {
	it('is cut at 64 KB, the oldest attribute first', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('thirdPartyId', '1', { oldest: 'x'.repeat(30_000) });
			emulator.putProfile('thirdPartyId', '1', { older: 'x'.repeat(30_000) });
			await post(emulator, 'profile/update', `mbox3rdPartyId=1&profile.oldest=new&profile.newer=y`);
			expect(Object.keys(held(emulator, '1') ?? {})).toEqual(['oldest', 'older', 'newer']);
			await upload(emulator, ['thirdPartyId,newest', `1,${'z'.repeat(40_000)}`]);
			expect(Object.keys(held(emulator, '1') ?? {})).toEqual(['oldest', 'newer', 'newest']);
		});
	});

	it.each([
		[true, true],
		[false, false],
	])('is gone after 14 days, which an update renews: %s', async (updateRenews, isThere) => {
		await withClock({ updateRenews }, async (emulator, pass) => {
			emulator.putProfile('thirdPartyId', '1', { a: 'x' });
			pass(13 * DAY);
			await post(emulator, 'profile/update', 'mbox3rdPartyId=1&profile.a=y');
			expect(held(emulator, '1')).toEqual({ a: 'y' });
			pass(13 * DAY);
			expect(held(emulator, '1') !== undefined).toBe(isThere);
			pass(2 * DAY);
			expect(held(emulator, '1')).toBeUndefined();
			expect((await fetched(emulator, '1')).status).toBe(404);
		});
	});
});

describe('an Adobe drawn by chance', () => {
	it('is the same for the same seed, and each setting takes each of its values', () => {
		expect(readingsByChance(seededRandom(7))).toEqual(readingsByChance(seededRandom(7)));
		const random = seededRandom(1);
		const drawn = Array.from({ length: 200 }, () => readingsByChance(random));
		for (const [name, values] of Object.entries(POSSIBLE_READINGS)) {
			const seen = new Set(drawn.map((readings) => readings[name as keyof Readings]));
			expect([name, seen]).toEqual([name, new Set<unknown>(values)]);
		}
	});

	it('knows every setting, and what is usual is possible', () => {
		expect(Object.keys(POSSIBLE_READINGS)).toEqual(Object.keys(USUAL_READINGS));
		for (const [name, usual] of Object.entries(USUAL_READINGS)) {
			expect(POSSIBLE_READINGS[name as keyof Readings]).toContain(usual);
		}
	});
});
