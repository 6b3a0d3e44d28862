import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { giveUp } from '../install/failure.mjs';
import { ROOT } from '../install/dependencies.mjs';
import { hasSection } from './changelog.mjs';

/** What stands in package.json until somebody fills it in. */
const PLACEHOLDERS = ['github.com/example/', '@example.com', '//example.com'];

/** What package.json says of the publisher. */
const FIELDS = [
	['repository.url', ({ repository }) => repository?.url],
	['bugs.url', ({ bugs }) => bugs?.url],
	['homepage', ({ homepage }) => homepage],
	['author.email', ({ author }) => author?.email],
];

/**
 * Says no while package.json still has placeholders. A package with them could neither be verified nor reported to.
 *
 * @throws {Error} that names the fields
 */
function requireFilledIn(packageJson) {
	const isOpen = (text) => !text || PLACEHOLDERS.some((placeholder) => text.includes(placeholder));
	const open = FIELDS.filter(([, read]) => isOpen(read(packageJson)));
	if (open.length === 0) return;
	const names = open.map(([name]) => name).join(', ');
	throw new Error(`Not to be published yet: package.json has placeholders in ${names}. Fill them in.`);
}

/**
 * Says no to a tag that is not the version's, and to a version of which the changelog says nothing.
 *
 * @param {string} tag as git has it: `v0.2.0`
 * @throws {Error}
 */
function requireReleased(tag, { version }, changelog) {
	if (tag !== `v${version}`) {
		throw new Error(
			`The tag is ${tag}, but package.json has version ${version}. Tag the commit of the release.`,
		);
	}
	if (hasSection(changelog, version)) return;
	throw new Error(`CHANGELOG.md says nothing of ${version}. "npm run release" makes its section.`);
}

/** `npm run publish:check`, before a tag `-- --tag v0.2.0`. */
function main() {
	const { values } = parseArgs({
		options: { folder: { type: 'string', default: ROOT }, tag: { type: 'string' } },
	});
	const read = (name) => readFileSync(path.join(values.folder, name), 'utf8');
	const packageJson = JSON.parse(read('package.json'));
	requireFilledIn(packageJson);
	if (values.tag !== undefined) requireReleased(values.tag, packageJson, read('CHANGELOG.md'));
	console.log('Nothing in package.json is left to fill in.');
}

try {
	main();
} catch (error) {
	giveUp(error);
}
