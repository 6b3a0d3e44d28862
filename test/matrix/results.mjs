import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';
import { TRIALS } from './versions.mjs';

const RESULTS = path.join(ROOT, 'docs', 'compatibility.json');
const README = path.join(ROOT, 'README.md');
const BEGIN = '<!-- Made by `npm run test:matrix -- --write`. -->';
const END = '<!-- The end of it. -->';

/**
 * What came of a trial.
 *
 * @typedef {object} Result
 * @property {string} n8n
 * @property {string} node
 * @property {Record<string, string>} [environment]
 * @property {string} date on which it was tried
 * @property {string[]} passed the checks, in words
 * @property {string[]} failed
 * @property {string[]} notRun with the reason in brackets
 */

/** Whether two are of the same n8n on the same Node.js. */
const isSame = (one, other) => one.n8n === other.n8n && one.node === other.node;

/**
 * Reads what Jest wrote down of a trial.
 *
 * @returns {Result}
 */
export function resultOf({ n8n, node, environment }, report) {
	const { testResults, startTime } = JSON.parse(fs.readFileSync(report, 'utf8'));
	const checks = testResults.flatMap(({ assertionResults }) => assertionResults);
	const named = (...states) =>
		checks.filter(({ status }) => states.includes(status)).map(({ fullName }) => fullName);
	return {
		n8n,
		node,
		environment,
		date: new Date(startTime).toISOString().slice(0, 10),
		passed: named('passed'),
		failed: named('failed'),
		notRun: named('pending'),
	};
}

/** Keeps a result, in the place of an older one of the same n8n and Node.js; those that are tried no more go. */
export function keepResult(result) {
	const others = readResults().filter((other) => !isSame(other, result));
	const all = [...others, result];
	const kept = TRIALS.flatMap((trial) => all.filter((one) => isSame(one, trial)));
	fs.writeFileSync(RESULTS, `${JSON.stringify(kept, null, '\t')}\n`);
}

/** @returns {Result[]} */
export function readResults() {
	return fs.existsSync(RESULTS) ? JSON.parse(fs.readFileSync(RESULTS, 'utf8')) : [];
}

/** Writes the table of the kept results into README.md. */
export function writeTable() {
	const readme = fs.readFileSync(README, 'utf8');
	const [before, rest] = readme.split(BEGIN);
	const [, after] = rest.split(END);
	fs.writeFileSync(README, `${before}${tableIn(readResults())}${after}`);
}

/**
 * The table, with the marks that it stands between.
 *
 * @param {Result[]} results
 */
export function tableIn(results) {
	const rows = results.map((result) => [
		result.n8n,
		withEnvironment(result),
		result.date,
		passedOf(result),
		result.notRun.map((name) => name.replace(/^runs /, '')).join('; '),
	]);
	return [
		BEGIN,
		'',
		...aligned(['n8n', 'Node.js', 'Tried on', 'Checks passed', 'Not run'], rows),
		'',
		END,
	].join('\n');
}

function passedOf({ passed, failed }) {
	const count = `${passed.length} of ${passed.length + failed.length}`;
	return failed.length === 0 ? count : `${count}. **Failed:** ${failed.join('; ')}`;
}

function withEnvironment({ node, environment = {} }) {
	const settings = Object.entries(environment).map(([name, value]) => `\`${name}=${value}\``);
	return settings.length === 0 ? node : `${node} with ${settings.join(', ')}`;
}

/** A table in Markdown, as Prettier wants it. */
function aligned(head, rows) {
	const widths = head.map((title, column) =>
		Math.max(3, title.length, ...rows.map((row) => row[column].length)),
	);
	const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
