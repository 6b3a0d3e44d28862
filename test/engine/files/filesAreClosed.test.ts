import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

afterEach(() => {
	jest.restoreAllMocks();
});

/** More than a piece that is read at a time, so that a run may end with the file half read. */
const ROWS = 100_000;
const CSV = ['id,tier', ...Array.from({ length: ROWS }, (_, row) => `customer-${row},gold`)].join('\n');

/** Closing goes on in the background where a run is stopped. */
const LONGEST_CLOSING_MS = 1_000;

/** The files on disk that this process holds open. */
function openFiles(): string[] {
	return fs.readdirSync('/proc/self/fd').flatMap((number) => {
		try {
			const target = fs.readlinkSync(`/proc/self/fd/${number}`);
			return target.includes('adobe-target-engine-') ? [target] : [];
		} catch {
			return [];
		}
	});
}

/** How a run ends, and by what. */
interface End {
	readonly how: string;
	readonly content?: string;
	readonly options?: INodeParameters;
	readonly onStarted?: (cancel: () => void) => void;
}

const ENDS: readonly End[] = [
	{ how: 'all rows are submitted' },
	{
		how: 'a batch is refused',
		onStarted: () => {
			emulator().answerNext({ status: 400 });
		},
	},
	{
		how: 'somebody stops it',
		onStarted: (cancel) => {
			setTimeout(cancel, 50);
		},
	},
	{ how: 'a row can’t be sent', content: `${CSV}\n,gold` },
	{ how: 'a quote is never closed', content: `${CSV}\nx,"gold` },
	{ how: 'the file has another header', content: `name,tier\n${CSV}` },
	{ how: 'an ID comes twice', content: `${CSV}\ncustomer-0,gold`, options: { duplicateIds: 'stop' } },
	{ how: 'only a preview is asked for', options: { previewOnly: true } },
	{
		how: 'the file of a preview can’t be kept',
		options: { previewOnly: true },
		onStarted: () => {
			jest.spyOn(Container.get(BinaryDataService), 'store').mockRejectedValue(new Error('The disk is full'));
		},
	},
];

describe.each(ON_ERROR)('under %s', (onError) => {
	test.each(ENDS)('the file is closed when $how', async ({ content = CSV, options = {}, onStarted }) => {
		const rest = { onError, binaryMode: 'filesystem', ...(onStarted && { onStarted }) } as const;
		const parameters = { options: { rowsPerBatch: 10_000, concurrency: 1, ...options } };
		await runFile(emulator(), content, parameters, rest);
		const deadline = performance.now() + LONGEST_CLOSING_MS;
		while (openFiles().length > 0 && performance.now() < deadline) await setImmediate();
		expect(openFiles()).toEqual([]);
	});
});
