import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, unpackedNode } from './unpackedNode';

/** All files below a folder, with `/` between the parts of their names. */
const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.sort();

const sources = ['nodes', 'credentials']
	.flatMap((folder) => filesIn(path.join(ROOT, folder)).map((file) => `${folder}/${file}`))
	.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

test('the package holds a file for each source, and of all others those that contents.txt lists', async () => {
	const unpacked = await unpackedNode();
	try {
		const listed = readFileSync(path.join(__dirname, 'contents.txt'), 'utf8').trim().split('\n');
		const compiled = sources.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);

		expect(filesIn(unpacked.folder)).toEqual([...compiled, ...listed].sort());
	} finally {
		await unpacked.remove();
	}
});
