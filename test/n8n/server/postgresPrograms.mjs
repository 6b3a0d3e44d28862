import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Debian and Ubuntu keep PostgreSQL's programs, in a folder for each version. */
export const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/** The folder with the newest PostgreSQL's programs, or undefined where there is none. */
export function postgresPrograms() {
	// The client alone has a folder of that kind too.
	const folders = existsSync(DEBIAN_VERSIONS) ? readdirSync(DEBIAN_VERSIONS) : [];
	return folders
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(DEBIAN_VERSIONS, version, 'bin'))
		.find((programs) => existsSync(path.join(programs, 'initdb')));
}
