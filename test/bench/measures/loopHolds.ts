import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** How long the node has held n8n's event loop, as `watchLoop.mjs` writes it in n8n's process. */
export class LoopHolds {
	private readonly file: string;

	private taken = 0;

	/** @param folder of an n8n that is about to be started */
	constructor(folder: string) {
		this.file = path.join(folder, 'loopHolds.txt');
		rmSync(this.file, { force: true });
	}

	/** What n8n is to be started with. */
	get environment(): Readonly<Record<string, string>> {
		const script = pathToFileURL(path.join(__dirname, 'watchLoop.mjs')).href;
		return { BENCH_HOLDS: this.file, NODE_OPTIONS: `--no-warnings --import=${script}` };
	}

	/** The longest hold since it was last asked for, in milliseconds; undefined where the node was not at work. */
	take(): number | undefined {
		const holds = this.lines().map(Number);
		const fresh = holds.slice(this.taken);
		this.taken = holds.length;
		return fresh.length === 0 ? undefined : Math.max(...fresh);
	}

	private lines(): string[] {
		try {
			return readFileSync(this.file, 'utf8').trimEnd().split('\n');
		} catch {
			return [];
		}
	}
}
