const UNRELEASED = '## Unreleased\n';

/** A heading such as `## 0.2.0 - 2026-11-27`. */
const RELEASE = /^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$/gm;

/** The versions that a changelog has sections of, the newest first. */
export function releasedVersions(changelog) {
	return [...changelog.matchAll(RELEASE)].map(([, version]) => version);
}

/** Whether a changelog has a section of a version. */
export function hasSection(changelog, version) {
	return releasedVersions(changelog).includes(version);
}

/**
 * Puts what is unreleased under a version.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date `2026-11-27`
 * @returns {string} the changelog with an empty section Unreleased
 * @throws {Error} where nothing is unreleased
 */
export function released(changelog, version, date) {
	const at = changelog.indexOf(UNRELEASED);
	const [unreleased = ''] = at === -1 ? [] : changelog.slice(at + UNRELEASED.length).split(/^## /m);
	if (unreleased.trim() === '') {
		throw new Error('CHANGELOG.md has nothing under "## Unreleased". Say there what is new.');
	}
	return changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`);
}
