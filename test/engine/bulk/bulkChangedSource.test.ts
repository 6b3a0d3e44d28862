import { Readable } from 'node:stream';

import { BinaryDataService } from 'n8n-core';

import { BulkRun } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/bulkRun';
import { emulatorPerTest, ON_ERROR, runBulk, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

/** The storage gives another file each time it is asked, in two pieces; the last one stays. */
function fileIs(...contents: readonly string[]): void {
	let opened = 0;
	jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
		const content = contents[Math.min(opened++, contents.length - 1)] ?? '';
		return Promise.resolve(
			Readable.from([content.slice(0, 2), content.slice(2)].map((text) => Buffer.from(text))),
		);
	});
}

afterEach(() => {
	jest.restoreAllMocks();
});

const CSV = ['id,tier', 'a,1', 'b,2', 'c,3', 'd,4'];
const BATCH_FILE = CSV.with(0, 'batch=thirdPartyId,tier');

const CHANGED = 'The file changed while it was read';

/** How a file of four rows is read the second time; the first two had given "2 submitted" and "6 submitted". */
const CHANGES: ReadonlyArray<readonly [what: string, change: (lines: readonly string[]) => string[]]> = [
	['shorter', (lines) => lines.slice(0, 3)],
	['longer', (lines) => [...lines, 'e,5', 'f,6']],
	['with one ID three times', (lines) => lines.with(2, 'a,2').with(3, 'a,3')],
	['with another ID', (lines) => lines.with(4, 'e,5')],
];

const CASES = CHANGES.flatMap(([what, change]) =>
	(['csv', 'batchFile'] as const).flatMap((fileFormat) =>
		(['merge', 'keep', 'stop'] as const).map(
			(duplicateIds) => [what, fileFormat, duplicateIds, change] as const,
		),
	),
);

describe.each(ON_ERROR)('with On Error %s', (onError) => {
	test.each(CASES)(
		'a file that is %s the second time (%s, %s) is an error, and nothing of it is sent',
		async (_, fileFormat, duplicateIds, change) => {
			const lines = fileFormat === 'csv' ? CSV : BATCH_FILE;
			fileIs(lines.join('\n'), change(lines).join('\n'));
			const options = { duplicateIds };
			const { success, failed, error } = await runFile(
				emulator(),
				'',
				{ fileFormat, options, output: 'summary' },
				{ binaryMode: 'storage', onError },
			);
			expect(emulator().counts.rows).toBe(0);
			if (onError === 'stopWorkflow') {
				expect(error?.message).toBe(CHANGED);
				expect(error?.description).toMatch(
					/ Run the workflow again once nothing changes them any more\. Nothing was sent\.$/,
				);
				return;
			}
			const [broken, ...others] = [...failed, ...success];
			expect(broken?.json.error).toBe(CHANGED);
			expect(others.map(({ json }) => json)).toMatchObject([{ rows: 4, sent: 0, notSubmitted: 4 }]);
		},
	);

	test('a preview of such a file is an error too', async () => {
		fileIs(CSV.join('\n'), CSV.slice(0, 3).join('\n'));
		const { success, failed, error } = await runFile(
			emulator(),
			'',
			{ options: { previewOnly: true } },
			{ binaryMode: 'storage', onError },
		);
		expect(onError === 'stopWorkflow' ? error?.message : [...failed, ...success][0]?.json.error).toBe(
			CHANGED,
		);
		expect(success.filter(({ binary }) => binary?.data?.fileName?.startsWith('adobe'))).toEqual([]);
	});

	test('what was sent by then is said', async () => {
		fileIs(CSV.join('\n'), CSV.with(4, 'e,5').join('\n'));
		const { success, failed, error } = await runFile(
			emulator(),
			'',
			{ options: { rowsPerBatch: 1, concurrency: 1 } },
			{ binaryMode: 'storage', onError },
		);
		expect(emulator().counts.rows).toBe(3);
		const all = [...failed, ...success];
		const broken = all.find(({ json }) => json.error === CHANGED);
		const told = onError === 'stopWorkflow' ? error?.description : broken?.json.message;
		expect(told).toMatch(
			/ 3 of 4 profiles, in 3 batches, had been submitted (by then|before the workflow stopped)\./,
		);
		// Of two runs in a row the second overrides the first, and after a change it is another.
		expect(told).toContain(
			'once nothing changes them any more. The next run may override what was submitted, so let it send all attributes of a profile. 3 of 4',
		);
		expect(told).not.toContain('no harm');
		if (onError !== 'stopWorkflow') expect(all).toHaveLength(4);
	});

	test('items that changed are called so', async () => {
		let read = 0;
		const item = {
			id: 'a',
			get tier() {
				return 'x'.repeat(++read);
			},
		};
		jest.spyOn(global, 'structuredClone').mockImplementation((value: unknown) => value);
		const { success, failed, error } = await runBulk(emulator(), [item], {}, { onError });
		expect(emulator().counts.rows).toBe(0);
		const message = onError === 'stopWorkflow' ? error?.message : [...failed, ...success][0]?.json.error;
		expect(message).toBe('The input items changed while they were read');
	});

	test('a run whose totals don’t add up never ends well, whatever the reason', async () => {
		// A fault of the node that forgets what became of a batch.
		jest.spyOn(BulkRun.prototype, 'addOutcome').mockImplementationOnce(() => undefined);
		const items = ['a', 'b', 'c'].map((id) => ({ id, tier: 'x' }));
		const parameters = { options: { rowsPerBatch: 1 } };
		const { success, failed, error } = await runBulk(emulator(), items, parameters, { onError });
		const message =
			onError === 'stopWorkflow'
				? error?.message
				: [...failed, ...success].find(({ json }) => json.error !== undefined)?.json.error;
		expect(message).toBe('The totals of this run don’t add up: 3 rows were read, and 2 are accounted for');
	});
});

test('of several files one that changed is not named, as it may be any of them', async () => {
	fileIs('id,tier\na,1\n', 'id,tier\nb,2\n', 'id,tier\na,1\n', 'id,tier\nc,3\n');
	const file = { data: { content: Buffer.from(''), fileName: 'a.csv' } };
	const { error } = await runFile(emulator(), '', {}, { binaryMode: 'storage', files: [file, file] });
	expect(error?.message).toBe('A file changed while the files were read');
});
