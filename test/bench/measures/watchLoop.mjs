import { appendFileSync } from 'node:fs';
import Module from 'node:module';
import process from 'node:process';
import { LoopWatch } from '../../soak/loopWatch.ts';

/**
 * Loaded into n8n before anything else (`--import`): watches how long the node holds n8n's event loop, and writes a line
 * with the longest hold of each of its executions, in milliseconds. n8n's task runner has no such node.
 */
const watch = new LoopWatch();
const seen = new Set();
const load = Module._load;
Module._load = function (...args) {
	const loaded = Reflect.apply(load, this, args);
	const node = loaded?.AdobeTarget;
	if (typeof node?.prototype?.execute === 'function' && !seen.has(node)) {
		seen.add(node);
		watch.watch(node, async () => {
			const longest = await watch.takeLongest();
			appendFileSync(process.env.BENCH_HOLDS, `${longest.toFixed(1)}\n`);
		});
	}
	return loaded;
};
