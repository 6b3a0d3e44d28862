import { existsSync, readFileSync } from 'node:fs';

const page = readFileSync('SECURITY.md', 'utf8');
const [text = '', table = ''] = page.split('\n## Tests\n');

/** The tests that SECURITY.md names, with the promise that each looks after. */
const rows = [...table.matchAll(/^\| +(\d+) +\| +(.+?) +\| +`(.+?)` +\|$/gm)].map(
	([, promise = '', name = '', file = '']) => ({ promise, name, file }),
);

const promised = text.slice(text.indexOf('## What is promised'), text.indexOf('## What is not'));
const promises = promised.split('\n').filter((line) => line.startsWith('- '));

const numbersIn = (line: string): string[] =>
	[...line.matchAll(/ \[(\d+)\]/g)].map(([, number = '']) => number);

test('each promise of SECURITY.md has a number', () => {
	expect(promises.length).toBeGreaterThan(10);
	expect(promises.filter((line) => !/ \[\d+\]$/.test(line))).toEqual([]);
});

test('each number of SECURITY.md has a test, and each test a number', () => {
	const used = [...new Set(numbersIn(text))].sort();
	expect([...new Set(rows.map(({ promise }) => promise))].sort()).toEqual(used);
});

test('each row of the table of tests can be read', () => {
	const lines = table.split('\n').filter((line) => /^\| +\d/.test(line));
	expect(rows).toHaveLength(lines.length);
});

test.each(rows)('$promise: $file has the test "$name"', ({ name, file }) => {
	expect(existsSync(file)).toBe(true);
	const title = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	// The first argument of a test or of a group of them, on the line of its bracket or on the next one.
	expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`\\((?:\\r?\\n\\t*)?'${title}',`));
});
