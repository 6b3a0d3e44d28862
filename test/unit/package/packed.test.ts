import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface PackageJson {
	readonly main: string;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly peerDependencies: Readonly<Record<string, string>>;
	readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

interface LockFile {
	readonly packages: Readonly<Record<string, { readonly version: string } & Partial<PackageJson>>>;
}

const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;

/** What a package has beside what a build makes. */
const BESIDE_THE_BUILD = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'index.js', 'package.json'];

function packedFiles(): string[] {
	const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const [packed] = JSON.parse(stdout) as [{ files: ReadonlyArray<{ path: string }> }];
	return packed.files.map((file) => file.path);
}

test('the package holds the build, and what a reader of it needs', () => {
	const files = packedFiles();
	expect(files.filter((file) => !file.startsWith('dist/')).sort()).toEqual(BESIDE_THE_BUILD);
	expect(files).toContain(packageJson.main);
});

test.each(['CHANGELOG.md', 'SECURITY.md'])('%s links to nothing that the package does not have', (file) => {
	const links = linksOf(file).filter((link) => !/^(https:|#)/.test(link));
	expect(links.filter((link) => !BESIDE_THE_BUILD.includes(link.split('#')[0] ?? ''))).toEqual([]);
});

// npm's site leads such links into the repository that package.json names.
test('README.md links to files that the repository has', () => {
	const links = linksOf('README.md').filter((link) => !/^(https:|#)/.test(link));
	expect(links.length).toBeGreaterThan(10);
	expect(links.filter((link) => !existsSync(path.resolve(link.split('#')[0] ?? '')))).toEqual([]);
});

test.each(Object.entries(packageJson.dependencies))(
	'no %s older than the one that the tests ran with is installed with the node',
	(name, range) => {
		const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
		expect(range).toBe(`^${packages[`node_modules/${name}`]?.version ?? ''}`);
	},
);

// npm would install them beside the node: 146 MB, which needs a newer Node.js than n8n does.
test.each(Object.keys(packageJson.peerDependencies))(
	'%s is left to n8n where npm installs the node',
	(name) => {
		expect(packageJson.peerDependenciesMeta[name]).toEqual({ optional: true });
		const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
		expect(packages['']?.peerDependenciesMeta).toEqual(packageJson.peerDependenciesMeta);
	},
);

function linksOf(file: string): string[] {
	return [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}
