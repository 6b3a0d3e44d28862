import { cutIntoBatches } from '../../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import type { Cutting } from '../../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import type { Attribute } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { Batch } from '../../../../nodes/AdobeTarget/profiles/batches/batchDraft';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import type { DuplicateIds, Survey } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import type { RowSource } from '../../../../nodes/AdobeTarget/profiles/rows/rowSource';
import { counted, rowsOf } from '../rows';
import type { Row } from '../rows';

interface Run extends Partial<Pick<Cutting, 'limits' | 'signal' | 'mostHeldBytes'>> {
	readonly duplicateIds?: DuplicateIds;
	/** What the survey says otherwise than it found. */
	readonly survey?: Partial<Survey>;
}

async function cut(rows: readonly Row[], run: Run = {}) {
	const { source, columns } = rowsOf(rows);
	const survey = await surveyRows(source, run.duplicateIds ?? 'merge', undefined);
	const read = counted(source);
	const told: unknown[] = [];
	const batches: Array<Omit<Batch, 'body'> & { body: string }> = [];
	const cutting = cutIntoBatches({
		source: read,
		survey: { ...survey, ...run.survey },
		idType: 'thirdPartyId',
		columns,
		limits: run.limits ?? { rows: 1_000, bytes: 1_000_000 },
		signal: run.signal,
		...(run.mostHeldBytes !== undefined && { mostHeldBytes: run.mostHeldBytes }),
		onMerged: (count) => told.push(['merged', count]),
		onInvalid: ({ item }, count) => told.push(['invalid', item, count]),
	});
	for await (const batch of cutting) {
		batches.push({ ...batch, body: batch.body.toString('latin1') });
	}
	return { batches, bodies: batches.map(({ body }) => body), told, readings: read.readings };
}

test('batches are numbered, and say how many rows and columns they have', async () => {
	const { batches } = await cut([['a', ['x', '1'], ['y', '2']], ['b'], ['c', ['z', '3']]], {
		limits: { rows: 2, bytes: 1_000 },
	});
	expect(batches).toMatchObject([
		{ number: 1, rows: 2, columns: 2, items: [0, 1], first: { item: 0 }, last: { item: 1 } },
		{ number: 2, rows: 1, columns: 1, items: [2], first: { item: 2 }, last: { item: 2 } },
	]);
});

test('invalid rows are passed over, and belong to no batch', async () => {
	const { batches } = await cut([['a+'], ['a'], [''], ['b'], ['']]);
	expect(batches).toMatchObject([{ body: 'batch=thirdPartyId\na\nb', items: [1, 3] }]);
});

test('IDs may be numbers', async () => {
	const { bodies } = await cut([[7], [0.5], [12_345_678_901_234_567_890n]]);
	expect(bodies).toEqual(['batch=thirdPartyId\n7\n0.5\n12345678901234567890']);
});

test('the items of a batch are kept up to ten thousand, its range goes on', async () => {
	const rows = Array.from({ length: 10_003 }, (_, index): Row => [`c${index}`]);
	const { batches } = await cut(rows, { limits: { rows: 50_000, bytes: 1_000_000 } });
	expect(batches[0]?.items).toHaveLength(10_000);
	expect(batches[0]).toMatchObject({ rows: 10_003, first: { item: 0 }, last: { item: 10_002 } });
});

test('a batch knows its first twenty IDs as they were written, and how many rows went into it', async () => {
	const rows = Array.from({ length: 30 }, (_, index): Row => [`ç ${index % 25}`, ['tier', 'gold']]);
	const { batches } = await cut(rows);
	expect(batches).toMatchObject([{ rows: 25, inputRows: 30 }]);
	expect(batches[0]?.firstIds).toEqual(Array.from({ length: 20 }, (_, index) => `ç ${index + 5}`));
});

test('a row that one batch can’t hold is an error of the program, not left out', async () => {
	await expect(cut([['a', ['x', '1'.repeat(50)]]], { limits: { rows: 9, bytes: 40 } })).rejects.toThrow(
		new RangeError('A batch of 40 bytes can’t hold a single row'),
	);
});

test('a row that passes the limit leaves nothing behind in the batch before it', async () => {
	const long = 'v'.repeat(30);
	const rows: Row[] = [
		['a', ['x', '1']],
		['b', ['new', long], ['newer', long], ['x', '2']],
		['c', ['newer', '3']],
		['d', ['x', '4'], ['new', '5']],
	];
	const { bodies } = await cut(rows, { limits: { rows: 9, bytes: 98 } });
	expect(bodies).toEqual([
		'batch=thirdPartyId,x\na,1',
		`batch=thirdPartyId,x,new,newer\nb,2,${long},${long}`,
		'batch=thirdPartyId,newer,x,new\nc,3\nd,,4,5',
	]);
});

test('more columns than any row before are taken, in whatever order they come', async () => {
	const names = Array.from({ length: 150 }, (_, index) => `n${index}`);
	const all = names.map((name): Attribute => [name, name.toUpperCase()]);
	const { bodies } = await cut([
		['a', ...all],
		['b', ...all.toReversed()],
		['c', ['n149', 'last']],
	]);
	const values = names.map((name) => name.toUpperCase()).join(',');
	expect(bodies).toEqual([
		`batch=thirdPartyId,${names.join(',')}\na,${values}\nb,${values}\nc,${','.repeat(148)},last`,
	]);
});

test('a batch may begin with an attribute that comes late in the run', async () => {
	const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
	const rows: Row[] = [
		['a', ...names.map((name): Attribute => [name, '1'])],
		['b', ['n199', '2'], ['n198', '3']],
	];
	const { bodies } = await cut(rows, { limits: { rows: 1, bytes: 1_000_000 } });
	expect(bodies[1]).toBe('batch=thirdPartyId,n199,n198\nb,2,3');
});

test('batches much larger than the survey said are whole', async () => {
	const rows = Array.from({ length: 300 }, (_, index): Row => [`c${index}`, ['x', `${index}`.repeat(5_000)]]);
	const { bodies } = await cut(rows, {
		limits: { rows: 1_000, bytes: 10_000_000 },
		survey: { bytesPerRow: 1 },
	});
	expect(bodies).toEqual([
		`batch=thirdPartyId,x\n${rows.map((_, index) => `c${index},${`${index}`.repeat(5_000)}`).join('\n')}`,
	]);
});

describe('repeated IDs', () => {
	const ROWS: readonly Row[] = [
		['a', ['x', '1'], ['y', '1']],
		['b', ['x', '2']],
		['once', ['x', '3']],
		['a', ['y', '4']],
		['b', ['x', '5']],
		['a', ['z', '6']],
	];

	test('are merged in the order in which they first came, and told of', async () => {
		const { bodies, told, batches, readings } = await cut(ROWS);
		expect(bodies).toEqual(['batch=thirdPartyId,x,y,z\nonce,3\na,1,4,6\nb,5']);
		expect(told).toEqual([
			['merged', 2],
			['merged', 1],
		]);
		expect(batches[0]).toMatchObject({ items: [2, 0, 3, 5, 1, 4], first: { item: 0 }, last: { item: 5 } });
		expect(readings).toBe(1);
	});

	test('are left as they are under keep', async () => {
		const { bodies, told } = await cut(ROWS, { duplicateIds: 'keep' });
		expect(bodies).toEqual(['batch=thirdPartyId,x,y,z\na,1,1\nb,2\nonce,3\na,,4\nb,5\na,,,6']);
		expect(told).toEqual([]);
	});

	test.each([
		[1, 20_000],
		[2, 4_000],
		[5, 1_800],
	])(
		'are read %d times when %d bytes of them may be held, each row once',
		async (readings, mostHeldBytes) => {
			const many = Array.from({ length: 30 }, (_, index): Row[] => [
				[`r${index}`, ['x', '1']],
				[`s${index}`, ['x', 's']],
				[`r${index}`, ['y', '2']],
			]).flat();
			const { bodies, told, ...run } = await cut(many, { mostHeldBytes });
			expect(run.readings).toBe(readings);
			expect(told).toEqual(Array(30).fill(['merged', 1]));
			const lines = bodies.flatMap((body) => body.split('\n').slice(1));
			expect(lines.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, index) => `s${index},s`));
			expect(lines.slice(30).toSorted()).toEqual(
				Array.from({ length: 30 }, (_, index) => `r${index},1,2`).toSorted(),
			);
		},
	);

	test('are held one by one where there is room for no more', async () => {
		const { bodies, readings } = await cut(ROWS, { mostHeldBytes: 0 });
		expect(bodies.flatMap((body) => body.split('\n').slice(1)).toSorted()).toEqual([
			'a,1,4,6',
			'b,5',
			'once,3',
		]);
		expect(readings).toBeLessThan(40);
	});

	test('that the survey only took for repeated are sent as they are', async () => {
		const { repeated } = await surveyRows(rowsOf([['a'], ['a']]).source, 'merge', undefined);
		const { bodies, told } = await cut([['a', ['x', '1'], ['y', '2']], ['b']], { survey: { repeated } });
		expect(bodies).toEqual(['batch=thirdPartyId,x,y\nb\na,1,2']);
		expect(told).toEqual([['merged', 0]]);
	});

	test('whose profile grows too large are told of with all their rows, and the next one is sent', async () => {
		const part = (name: string): Row => ['a', [name, 'x'.repeat(30_000)]];
		const { bodies, told } = await cut([
			part('p'),
			part('q'),
			['b', ['x', '1']],
			part('r'),
			['b', ['x', '2']],
		]);
		expect(bodies).toEqual(['batch=thirdPartyId,x\nb,2']);
		expect(told).toEqual([
			['invalid', 0, 3],
			['merged', 1],
		]);
	});

	test('fill batches like others', async () => {
		const { bodies } = await cut(ROWS, { limits: { rows: 1, bytes: 1_000 } });
		expect(bodies).toEqual([
			'batch=thirdPartyId,x\nonce,3',
			'batch=thirdPartyId,x,y,z\na,1,4,6',
			'batch=thirdPartyId,x\nb,5',
		]);
	});
});

describe('a source is closed, as a file has to be,', () => {
	const ROWS: readonly Row[] = [['a'], ['b', ['x', '1']], ['c'], ['b'], ['d']];

	/** Cuts batches of a row each. @returns how often the source is still open after so many of them */
	async function openAfter(batches: number, mostHeldBytes: number): Promise<number> {
		const { source, columns } = rowsOf(ROWS);
		let open = 0;
		const watched: RowSource = {
			async *read(findings) {
				open++;
				try {
					yield* source.read(findings);
				} finally {
					open--;
				}
			},
		};
		const survey = await surveyRows(watched, 'merge', undefined);
		const limits = { rows: 1, bytes: 1_000 };
		const told = { onMerged: () => undefined, onInvalid: () => undefined };
		const cutting = cutIntoBatches({
			source: watched,
			survey,
			idType: 'thirdPartyId',
			columns,
			limits,
			mostHeldBytes,
			...told,
		});
		for (let batch = 0; batch < batches; batch++) await cutting.next();
		await cutting.return();
		return open;
	}

	test.each([0, 1, 2, 3, 4, 5])('when nobody asks for more after %d batches', async (batches) => {
		expect(await openAfter(batches, 100_000)).toBe(0);
		expect(await openAfter(batches, 0)).toBe(0);
	});
});

test('cutting ends with the reason for which it is stopped, also among merged rows', async () => {
	const stop = new AbortController();
	stop.abort(new Error('stopped'));
	await expect(cut([['a']], { signal: stop.signal })).rejects.toThrow('stopped');
	let ended = false;
	const late = {
		throwIfAborted: () => {
			if (ended) throw new Error('stopped late');
			ended = true;
		},
	} as AbortSignal;
	await expect(cut([['a'], ['a']], { signal: late })).rejects.toThrow('stopped late');
});
