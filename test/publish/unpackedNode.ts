import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The root of the checkout. */
export const ROOT = path.join(__dirname, '..', '..');

/** Unpacks the packed node into a folder of its own, which `remove` takes away. */
export async function unpackedNode(): Promise<{ folder: string; remove(): Promise<void> }> {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined) {
		throw new Error('This test is started by "npm run test:n8n", which packs the node.');
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-packed-'));
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	return {
		folder,
		async remove() {
			await rm(folder, { recursive: true });
		},
	};
}
