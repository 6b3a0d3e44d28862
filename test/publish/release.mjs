import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { giveUp, isOlder } from '../install/failure.mjs';
import { npm } from '../install/step.mjs';
import { hasSection, released, releasedVersions } from './changelog.mjs';

const CHANGELOG = 'CHANGELOG.md';
const DOCKERFILE = 'deploy/Dockerfile';
const PARTS = ['major', 'minor', 'patch'];
const USAGE = `npm run release -- 0.2.0    makes this version of what is unreleased
npm run release -- patch    makes the next one: patch, minor or major`;

/** Makes a release in the working tree: CHANGELOG.md, package.json, its lock file and the image. The rest is left to git. */
function main() {
	const [wanted, ...others] = process.argv.slice(2);
	const current = JSON.parse(readFileSync('package.json', 'utf8')).version;
	const version = others.length === 0 ? versionOf(wanted, current) : undefined;
	if (version === undefined) throw new Error(USAGE);
	requireCleanTree();
	const changelog = readFileSync(CHANGELOG, 'utf8');
	requireNew(version, current, changelog);
	const after = released(changelog, version, new Date().toISOString().slice(0, 10));
	// The first release may have the version that package.json has had all along.
	run(npm(), ['version', version, '--no-git-tag-version', '--allow-same-version']);
	writeFileSync(CHANGELOG, after);
	writeFileSync(DOCKERFILE, ofVersion(readFileSync(DOCKERFILE, 'utf8'), version));
	console.log(`This is ${version} now. Read it over; then, on the main branch:

  git commit --all --message "Version ${version}"
  git tag --annotate v${version} --message "Version ${version}"
  git push --follow-tags

The tag publishes it.`);
}

/** @returns {string | undefined} undefined where it is no version, and no part of one */
function versionOf(wanted, current) {
	if (/^\d+\.\d+\.\d+$/.test(wanted)) return wanted;
	const part = PARTS.indexOf(wanted);
	if (part === -1) return undefined;
	const numbers = current.split('.').map(Number);
	return numbers.map((number, at) => (at < part ? number : at === part ? number + 1 : 0)).join('.');
}

/** The Dockerfile with this version of the node. */
function ofVersion(dockerfile, version) {
	return dockerfile.replace(/^(ARG NODE_PACKAGE=.*@).*$/m, `$1${version}`);
}

/** What is not committed would be part of the release unseen. @throws {Error} */
function requireCleanTree() {
	const changed = run('git', ['status', '--porcelain']);
	if (changed !== '')
		throw new Error(`There are changes that are not committed. Commit them first:\n${changed}`);
}

/** @throws {Error} where the changelog has the version, or it or package.json has a newer one */
function requireNew(version, current, changelog) {
	if (hasSection(changelog, version)) throw new Error(`${version} is released already: CHANGELOG.md has it.`);
	const [newest] = releasedVersions(changelog);
	if (newest !== undefined && isOlder(version, newest)) {
		throw new Error(`${version} is older than ${newest}, which is released already.`);
	}
	if (isOlder(version, current)) {
		throw new Error(`${version} is older than ${current}, the version in package.json.`);
	}
}

function run(command, args) {
	const { status, stdout, stderr, error } = spawnSync(command, args, {
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed: ${error?.message ?? stderr}`);
	return stdout.trimEnd();
}

try {
	main();
} catch (error) {
	giveUp(error);
}
