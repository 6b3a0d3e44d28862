import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SCRIPT = path.resolve('test/publish/release.mjs');

const CHANGELOG = `# Changelog

## Unreleased

### Added

- Something new.

## 0.1.2 - 2026-01-01

- Something old.
`;

let folder: string;

const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const write = (name: string, text: string) => {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, text);
};

function git(...args: string[]): string {
	const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
	const { stdout } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
	return stdout;
}

/** A repository with a package of version 0.1.2. */
beforeEach(() => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'release-'));
	const own = { name: 'a', version: '0.1.2' };
	write('package.json', `${JSON.stringify({ ...own, scripts: {} }, null, 2)}\n`);
	const lock = { ...own, lockfileVersion: 3, requires: true, packages: { '': own } };
	write('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
	write('CHANGELOG.md', CHANGELOG);
	write('deploy/Dockerfile', 'FROM sample:1\nARG NODE_PACKAGE=a@0.1.2\nRUN ls\n');
	git('init', '--quiet');
	git('add', '--all');
	git('commit', '--quiet', '--message', 'All');
});

afterEach(() => {
	rmSync(folder, { recursive: true });
});

function release(...args: string[]): { code: number | null; said: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
		cwd: folder,
		encoding: 'utf8',
	});
	return { code: status, said: stdout + stderr };
}

test.each([
	['0.2.0', '0.2.0'],
	['patch', '0.1.3'],
	['minor', '0.2.0'],
	['major', '1.0.0'],
])('%s makes version %s of what is unreleased', (wanted, version) => {
	const { code, said } = release(wanted);
	expect([code, said]).toEqual([0, expect.stringContaining(`git tag --annotate v${version} `)]);
	const today = new Date().toISOString().slice(0, 10);
	expect(read('CHANGELOG.md')).toBe(
		CHANGELOG.replace('## Unreleased\n', `## Unreleased\n\n## ${version} - ${today}\n`),
	);
	expect(JSON.parse(read('package.json'))).toEqual({ name: 'a', version, scripts: {} });
	expect(JSON.parse(read('package-lock.json'))).toMatchObject({ version, packages: { '': { version } } });
	expect(git('status', '--porcelain').trim().split('\n')).toHaveLength(4);
	expect(read('deploy/Dockerfile')).toBe(`FROM sample:1\nARG NODE_PACKAGE=a@${version}\nRUN ls\n`);
	// Nobody has committed or tagged but who is told to.
	expect(git('tag')).toBe('');
});

test('the first release may have the version that package.json has', () => {
	write('CHANGELOG.md', CHANGELOG.split('## 0.1.2')[0] ?? '');
	git('commit', '--all', '--quiet', '--message', 'First');
	expect(release('0.1.2').code).toBe(0);
	expect(read('CHANGELOG.md')).toMatch(/^## 0\.1\.2 - /m);
});

test.each([
	['a file that is changed', 'patch', 'CHANGELOG.md', `${CHANGELOG}- More.\n`, 'not committed'],
	['a new file', 'patch', 'other.txt', 'a', 'not committed'],
])('%s stops it, and nothing is changed', (_, wanted, name, text, reason) => {
	write(name, text);
	const before = git('status', '--porcelain');
	const { code, said } = release(wanted);
	expect([code, said]).toEqual([1, expect.stringContaining(reason)]);
	expect(git('status', '--porcelain')).toBe(before);
});

test.each([
	[[], 'npm run release -- '],
	[['next'], 'npm run release -- '],
	[['1.0'], 'npm run release -- '],
	[['1.0.0-rc.1'], 'npm run release -- '],
	[['v1.0.0'], 'npm run release -- '],
	[['1.0.0', 'now'], 'npm run release -- '],
	[['0.1.2'], '0.1.2 is released already'],
	[['0.1.1'], '0.1.1 is older than 0.1.2'],
])('%j makes none', (args, reason) => {
	const { code, said } = release(...args);
	expect([code, said]).toEqual([1, expect.stringContaining(reason)]);
	expect(git('status', '--porcelain')).toBe('');
});

test('the first release is not older than package.json', () => {
	write('CHANGELOG.md', CHANGELOG.slice(0, CHANGELOG.lastIndexOf('\n## ')));
	git('commit', '--all', '--quiet', '--message', 'None released');
	expect(release('0.1.1')).toEqual({
		code: 1,
		said: expect.stringContaining('0.1.1 is older than 0.1.2, the version in package.json') as string,
	});
	expect(git('status', '--porcelain')).toBe('');
	expect(release('0.1.2').code).toBe(0);
});

test('where nothing is unreleased, nothing is made', () => {
	write('CHANGELOG.md', CHANGELOG.replace('### Added\n\n- Something new.\n\n', ''));
	git('commit', '--all', '--quiet', '--message', 'Empty');
	expect(release('patch')).toEqual({
		code: 1,
		said: expect.stringContaining('nothing under "## Unreleased"') as string,
	});
	expect(git('status', '--porcelain')).toBe('');
});
