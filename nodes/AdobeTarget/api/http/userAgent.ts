import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAME = 'n8n-nodes-adobe-target';

/**
 * The name of this package, with the version that its `package.json` says: it stands above the code, whether that is
 * compiled or not.
 *
 * @param folder where the code is
 * @returns the name alone where the code was taken out of its package
 */
export function userAgentFrom(folder: string): string {
	const file = join(folder, 'package.json');
	if (existsSync(file)) {
		const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
		if (name === NAME && typeof version === 'string') return `${NAME}/${version}`;
	}
	const above = dirname(folder);
	return above === folder ? NAME : userAgentFrom(above);
}

/** How the node names itself to Adobe: `n8n-nodes-adobe-target/<version>`. */
export const USER_AGENT = userAgentFrom(__dirname);
