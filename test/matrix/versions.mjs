import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';

const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'test', 'n8n', 'package.json'), 'utf8'));

/** The newest n8n that the node is tried in: the one that test/n8n installs. */
export const NEWEST = dependencies.n8n;

/** The versions of n8n that the node is tried in, each with a Node.js that runs it, from the oldest to the newest. */
export const TRIALS = [
	// Its default engine for expressions is built for newer Node.js only.
	{ n8n: '1.123.81', node: '20', environment: { N8N_EXPRESSION_ENGINE: 'legacy' } },
	{ n8n: '1.123.81', node: '22' },
	{ n8n: '2.0.3', node: '20' },
	{ n8n: '2.20.12', node: '22' },
	{ n8n: '2.30.8', node: '22' },
	{ n8n: NEWEST, node: '24' },
];

/** The oldest n8n, on the Node.js that it runs on without a setting. */
export const OLDEST = TRIALS[1];

/**
 * The trials that are asked for.
 *
 * @param {string[]} versions of n8n, each whole or its beginning: `2.0` is 2.0.3 and not 2.20.12; none stands for all
 * @param {string} [node] the major version of Node.js
 * @throws {Error} that names what there is, where one stands for nothing
 */
export function chosenTrials(versions, node) {
	const isMeant = ({ n8n }, wanted) => n8n === wanted || n8n.startsWith(`${wanted}.`);
	const ofNode = TRIALS.filter((trial) => node === undefined || trial.node === node);
	const unknown = versions.find((wanted) => !ofNode.some((trial) => isMeant(trial, wanted)));
	if (unknown !== undefined || ofNode.length === 0) {
		const known = TRIALS.map((trial) => `${trial.n8n} on Node.js ${trial.node}`).join(', ');
		throw new Error(`The node is not tried in that. There is: ${known}.`);
	}
	if (versions.length === 0) return ofNode;
	return ofNode.filter((trial) => versions.some((wanted) => isMeant(trial, wanted)));
}
