import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { shows } from '../../soak/secrets';

/** What n8n has on disk, and which of it shows a secret. */
interface Searched {
	/** The names of all files that were looked at. */
	readonly files: readonly string[];
	/** The paths of those that show one, with the secret. */
	readonly showing: readonly string[];
}

/**
 * Looks for secrets, in all writings, in all that n8n keeps in its folder: database, log, settings, files.
 *
 * @param folder the user folder of an n8n
 */
export async function filesThatShow(folder: string, secrets: readonly string[]): Promise<Searched> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const kept = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'));
	const showing: string[] = [];
	for (const { parentPath, name } of kept) {
		const file = path.join(parentPath, name);
		const content = await readFile(file, 'latin1');
		for (const secret of secrets) if (shows(content, secret)) showing.push(`${file}: ${secret}`);
	}
	return { files: kept.map(({ name }) => name), showing };
}
