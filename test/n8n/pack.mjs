import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';
import { npm, runStep } from '../install/step.mjs';

/**
 * Builds the node and packs it as it would be published.
 *
 * @returns {Promise<string>} the path of the tarball
 */
export async function packNode() {
	const folder = path.join(ROOT, '.cache', 'pack');
	fs.mkdirSync(folder, { recursive: true });
	await runStep({
		title: 'Building the node',
		command: process.execPath,
		args: [path.join(ROOT, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'build'],
		cwd: ROOT,
		logFile: path.join(ROOT, '.cache', 'build.log'),
	});
	const packed = await runStep({
		title: 'Packing it',
		command: npm(),
		args: ['pack', '--json', '--pack-destination', folder],
		cwd: ROOT,
		logFile: path.join(ROOT, '.cache', 'pack.log'),
	});
	const [{ filename }] = JSON.parse(packed);
	return path.join(folder, filename);
}
