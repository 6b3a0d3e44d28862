import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SCRIPT = path.resolve('test/publish/check.mjs');

/** What the check says of a package.json, and of a tag where one is to be published. */
function check(packageJson: object, tag?: string): { code: number | null; said: string } {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'package-'));
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(packageJson));
	writeFileSync(path.join(folder, 'CHANGELOG.md'), '## Unreleased\n\n## 0.2.0 - 2026-01-01\n');
	const args = [SCRIPT, '--folder', folder, ...(tag === undefined ? [] : ['--tag', tag])];
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	return { code: status, said: stdout + stderr };
}

const FILLED = {
	version: '0.2.0',
	homepage: 'https://www.npmjs.com/package/n8n-nodes-adobe-target',
	repository: { type: 'git', url: 'git+https://git.example.org/someone/n8n-nodes-adobe-target.git' },
	bugs: { url: 'https://git.example.org/someone/n8n-nodes-adobe-target/issues' },
	author: { name: 'Somebody', email: 'somebody@example.org' },
};

test.each([undefined, 'v0.2.0'])(
	'a package whose publisher is named may be published, by the tag %s',
	(tag) => {
		expect(check(FILLED, tag).code).toBe(0);
	},
);

test.each([
	[{}, 'v0.2.1', 'The tag is v0.2.1, but package.json has version 0.2.0. Tag the commit of the release.\n'],
	[{}, '0.2.0', 'The tag is 0.2.0, but package.json has version 0.2.0. Tag the commit of the release.\n'],
	[
		{ version: '0.3.0' },
		'v0.3.0',
		'CHANGELOG.md says nothing of 0.3.0. "npm run release" makes its section.\n',
	],
])('%j with the tag %s stops the publishing', (others, tag, said) => {
	expect(check({ ...FILLED, ...others }, tag)).toEqual({ code: 1, said });
});

test.each([
	['repository.url', { repository: { url: 'git+https://github.com/example/n8n-nodes-adobe-target.git' } }],
	['repository.url', { repository: undefined }],
	['bugs.url', { bugs: { url: 'https://github.com/example/n8n-nodes-adobe-target/issues' } }],
	['bugs.url', { bugs: undefined }],
	['homepage', { homepage: 'https://github.com/example/n8n-nodes-adobe-target#readme' }],
	['homepage', { homepage: 'https://example.com/adobe-target' }],
	['homepage', { homepage: undefined }],
	['author.email', { author: { name: 'Somebody', email: 'maintainers@example.com' } }],
	['author.email', { author: { name: 'Somebody' } }],
])('%s left as it is, or out, stops the publishing: %j', (name, others) => {
	const { code, said } = check({ ...FILLED, ...others });
	expect(code).toBe(1);
	expect(said).toBe(`Not to be published yet: package.json has placeholders in ${name}. Fill them in.\n`);
});

test('the repository is named in package.json alone, so that it is filled in once', () => {
	const { repository, bugs } = JSON.parse(readFileSync('package.json', 'utf8')) as typeof FILLED;
	const address = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
	expect(bugs.url).toBe(`${address}/issues`);
	const { stdout } = spawnSync('git', ['grep', '--files-with-matches', '--fixed-strings', address], {
		encoding: 'utf8',
	});
	expect(
		stdout
			.trim()
			.split('\n')
			.filter((file) => !file.startsWith('test/')),
	).toEqual(['package.json']);
});
