import { Readable } from 'node:stream';

import { BinaryDataService } from 'n8n-core';

import { emulatorPerTest, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

const ROWS = 30_000;
const CSV = `id,text\n${Array.from({ length: ROWS }, (_, row) => `c${row},${'x'.repeat(40)}\n`).join('')}`;
const options = { rowsPerBatch: 5_000, concurrency: 1, duplicateIds: 'keep' };

/** The storage gives the file whole the first time, and half of it, then an error, the second time. */
function breakSecondReading() {
	let readings = 0;
	jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
		const whole = Buffer.from(CSV);
		const first = ++readings === 1;
		return Promise.resolve(
			Readable.from(
				(function* () {
					for (let at = 0; at < whole.length; at += 65_536) {
						if (!first && at > whole.length / 2) throw new Error('The storage is gone');
						yield whole.subarray(at, at + 65_536);
					}
				})(),
			),
		);
	});
}

afterEach(() => {
	jest.restoreAllMocks();
});

test('a file that can’t be read a second time stops the run with what had been sent by then', async () => {
	breakSecondReading();
	const { error } = await runFile(emulator(), CSV, { options }, { binaryMode: 'storage' });
	const sent = emulator().counts.rows;
	expect(sent).toBeGreaterThan(0);
	expect(error?.message).toMatch(/^[\d,]+ rows could not be read to be sent: /);
	expect(error?.description).toContain('The storage is gone');
	expect(error?.description).toContain(
		`${sent.toLocaleString('en')} of 30,000 profiles, in ${sent / 5_000} batches, had been submitted`,
	);
	const [, ids = ''] = /Submitted as: (.*)\.$/.exec(error?.description ?? '') ?? [];
	expect(ids.split(', ')).toHaveLength(sent / 5_000);
	expect(error?.description).not.toContain('Nothing was sent');
});

test('where errors continue, the rows that were not read count as not submitted', async () => {
	breakSecondReading();
	const { success } = await runFile(
		emulator(),
		CSV,
		{ options, output: 'summary' },
		{ binaryMode: 'storage', onError: 'continueRegularOutput' },
	);
	const [broken, summary] = success;
	expect(broken?.json.error).toMatch(/^[\d,]+ rows could not be read to be sent: /);
	const { sent, notSubmitted } = summary?.json ?? {};
	expect(sent).toBe(emulator().counts.rows);
	expect(Number(sent) + Number(notSubmitted)).toBe(ROWS);
});
