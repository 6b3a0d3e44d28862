import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An n8n that is installed, and how to run it. */
interface InstalledN8n {
	/** The folder whose `node_modules` has it. */
	readonly home: string;
	/** The path of the Node.js that runs it. */
	readonly node: string;
	/** What its Node.js wants set for it. */
	readonly environment?: Readonly<Record<string, string>>;
}

/** Where `test/n8n/install.mjs` installs it. */
const HOME = path.join(__dirname, '..');

/**
 * The n8n to start: the one that is installed for these tests, or another that `N8N_UNDER_TEST` describes, as
 * `npm run test:matrix` does.
 *
 * @throws Error that says what to run, where none is installed
 */
export function installedN8n(): InstalledN8n {
	const other = process.env.N8N_UNDER_TEST;
	if (other !== undefined) return JSON.parse(other) as InstalledN8n;
	const stamp = path.join(HOME, 'node_modules', '.installed.json');
	if (!existsSync(stamp)) throw new Error('n8n is not installed. Run "node test/n8n/install.mjs" first.');
	const { node } = JSON.parse(readFileSync(stamp, 'utf8')) as { node: string };
	return { home: HOME, node };
}

/** The path of a file in one of its packages. */
export function inModules(...names: string[]): string {
	return path.join(installedN8n().home, 'node_modules', ...names);
}

/** The path of n8n's program. */
export const n8nProgram = (): string => inModules('n8n', 'bin', 'n8n');
