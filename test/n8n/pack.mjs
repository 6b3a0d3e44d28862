import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';
import { npm, runStep } from '../install/step.mjs';

/**
 * Builds the node and packs it as it would be published; or takes PACKED_NODE, the tarball of who has packed it already,
 * as two at the same time would write over each other's build.
 *
 * @returns {Promise<string>} the path of the tarball
 */
export async function packNode() {
	if (process.env.PACKED_NODE) return process.env.PACKED_NODE;
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
