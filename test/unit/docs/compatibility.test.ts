import { readFileSync } from 'node:fs';

const load = async () => ({
	...(await import('../../matrix/results.mjs')),
	...(await import('../../matrix/versions.mjs')),
});

test('the table of README.md is what came of the matrix', async () => {
	const { readResults, tableIn } = await load();
	expect(readFileSync('README.md', 'utf8')).toContain(tableIn(readResults()));
});

test('each n8n that the matrix has was tried, and no other is kept', async () => {
	const { readResults, TRIALS } = await load();
	const kept = readResults().map(({ n8n, node, environment }) => ({ n8n, node, environment }));
	expect(kept).toEqual(TRIALS.map(({ n8n, node, environment }) => ({ n8n, node, environment })));
});

test('a check that failed, or was not run, is not counted as passed', async () => {
	const { tableIn } = await load();
	const result = { n8n: '9.8.7', node: '30', date: '2026-01-02' };
	const table = tableIn([{ ...result, passed: ['a', 'b'], failed: ['c'], notRun: ['d (why)'] }]);
	expect(table.replace(/ +/g, ' ')).toContain(
		'| 9.8.7 | 30 | 2026-01-02 | 2 of 3. **Failed:** c | d (why) |',
	);
});

test.each([
	[['2.0'], undefined, ['2.0.3 on 20']],
	[['2.0.3'], undefined, ['2.0.3 on 20']],
	[['1.123'], undefined, ['1.123.81 on 20', '1.123.81 on 22']],
	[['1.123'], '22', ['1.123.81 on 22']],
	[['2.20', '2.0'], undefined, ['2.0.3 on 20', '2.20.12 on 22']],
])('%j on Node.js %s are these trials: %j', async (versions, node, expected) => {
	const { chosenTrials } = await load();
	expect(chosenTrials(versions, node).map((trial) => `${trial.n8n} on ${trial.node}`)).toEqual(expected);
});

test.each([
	[['2.3'], undefined],
	[['2.0'], '24'],
	[['3'], undefined],
])('%j on Node.js %s is no trial, and what there is is named', async (versions, node) => {
	const { chosenTrials, NEWEST } = await load();
	expect(() => chosenTrials(versions, node)).toThrow(`${NEWEST} on Node.js 24`);
});
