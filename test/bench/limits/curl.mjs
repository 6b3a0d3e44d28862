import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { customerOf } from '../customers.ts';
import { batchFiles } from './batchFiles.mjs';
import { printMeasured } from './measured.mjs';

/** Uploads batch files that lie ready, by one curl: `curl.mjs <url> <rows> <rows per batch>`. */
const [url, rows, rowsPerBatch] = process.argv.slice(2);
const CONTENT_TYPE = 'content-type: application/x-www-form-urlencoded';
const TICKS_PER_SECOND = 100;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-curl-'));
const batches = batchFiles(Number(rows), (row) => customerOf(row, 0), Number(rowsPerBatch));
const files = Array.from(batches, (text, number) => {
	const file = path.join(folder, `batch-${number}`);
	writeFileSync(file, text);
	return file;
});

function upload(some) {
	const answers = execFileSync(
		'curl',
		some.flatMap((file, index) => [
			...(index > 0 ? ['--next'] : []),
			...['--silent', '--show-error', '--fail', '--header', CONTENT_TYPE, '--data-binary', `@${file}`],
			`${url}/m2/bench/v2/profile/batchUpdate`,
		]),
		{ encoding: 'utf8' },
	);
	if (answers.split('<success>true</success>').length - 1 !== some.length) throw new Error(answers);
}

/** What the ended children of this process have used, which `process.cpuUsage` leaves out; in hundredths. */
function childrensCpuSeconds() {
	const [user, system] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ').slice(13, 15);
	return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

try {
	await printMeasured(
		() => upload(files.slice(0, 1)),
		() => upload(files),
		childrensCpuSeconds,
	);
} finally {
	rmSync(folder, { recursive: true });
}
