import { KEEP, MERGE } from '../../bench/contenders';
import { aimInWords, aimsOf, isMet, verdict, type Aim } from '../../bench/figures/aims';

const LOW: Aim = { what: 'Low', value: 1.2, atMost: 1.25 };
const HIGH: Aim = { what: 'High', value: 12.9, atLeast: 13 };

test.each<[aim: Aim, words: string, met: boolean | undefined]>([
	[LOW, 'at most 1.25', true],
	[{ ...LOW, value: 1.26 }, 'at most 1.25', false],
	[HIGH, 'at least 13', false],
	[{ ...HIGH, value: 13 }, 'at least 13', true],
	[{ ...HIGH, value: undefined }, 'at least 13', undefined],
	[{ what: 'Shown', value: 1 }, '', undefined],
])('%j is %j: %s', (aim, words, met) => {
	expect(aimInWords(aim)).toBe(words);
	expect(isMet(aim)).toBe(met);
});

test('what was missed is said', () => {
	expect(verdict([LOW, HIGH])).toEqual(['Missed: High is 12.90, at least 13 was wanted.']);
	expect(verdict([LOW])).toEqual(['Every aim that was measured is met.']);
});

test('a row of a file is to take no longer than Target takes for it', () => {
	const spread = (median: number) => ({ median, least: median, most: median });
	const taken = (contender: string, seconds: number) => ({
		contender,
		rounds: 1,
		profiles: 1_000_000,
		seconds: spread(seconds),
		cpuSeconds: spread(seconds),
	});
	const bulkFile = { title: 'File', figures: [taken(KEEP, 2.4), taken(MERGE, 2.6)], out: [] };
	const aims = aimsOf({ bulkItems: [], bulkFile }).filter(({ what }) => what.startsWith('A row of a file'));

	expect(aims.map(isMet)).toEqual([true, false]);
});

test('the growth of costs is looked at from 100,000 rows on, and later webhooks against first ones', () => {
	const spread = (median: number) => ({ median, least: median, most: median });
	const sizes: ReadonlyArray<readonly [rows: number, seconds: number]> = [
		[100, 0],
		[10_000, 0.9],
		[100_000, 1],
		[1_000_000, 12],
	];
	const figures = sizes.map(([profiles, seconds]) => ({
		contender: `${profiles}`,
		rounds: 1,
		profiles,
		seconds: spread(seconds),
		cpuSeconds: spread(seconds),
		holdMs: spread(profiles / 100_000),
	}));
	const aims = aimsOf({
		bulkItems: [],
		growth: { title: 'Growth', figures, out: [] },
		webhook: { first: spread(160), later: spread(55) },
	});
	const value = (what: string) => aims.find((aim) => aim.what.startsWith(what))?.value;
	expect(value('Cost of a row')).toBeCloseTo(1.2, 2);
	expect(value('Longest hold')).toBe(10);
	expect(value('Webhook')).toBe(105);
});
