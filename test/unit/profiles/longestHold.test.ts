import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { allFieldsReader } from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { Fields, NestedValues } from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { cutIntoBatches } from '../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import { csvFormat } from '../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { findDuplicates } from '../../../nodes/AdobeTarget/profiles/batches/duplicateIds';
import { fileSource } from '../../../nodes/AdobeTarget/profiles/files/fileSource';
import { HashTally } from '../../../nodes/AdobeTarget/profiles/batches/hashTally';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/rows/itemRows';
import type { RowSource } from '../../../nodes/AdobeTarget/profiles/rows/rowSource';
import { surveyRows } from '../../../nodes/AdobeTarget/profiles/batches/survey';
import { threadClock } from '../../soak/loopWatch';

const cpuTime = threadClock();

/** How long something takes, and how long it holds the event loop at the longest, in milliseconds. */
async function timesOf(work: () => Promise<unknown>): Promise<{ whole: number; longest: number }> {
	const began = cpuTime();
	let [last, longest, ended] = [began, 0, false];
	const watch = async () => {
		while (!ended) {
			await setTimeout(1);
			longest = Math.max(longest, cpuTime() - last);
			last = cpuTime();
		}
	};
	const watching = watch();
	await work();
	ended = true;
	await watching;
	return { whole: cpuTime() - began, longest };
}

function itemsSource(items: readonly Fields[], nestedValues: NestedValues = 'flatten') {
	const columns = new AttributeColumns('pcId');
	const rows = items.map((json) => ({ json }));
	return {
		source: itemRows(
			rows,
			{ idField: 'id', readAttributes: allFieldsReader(nestedValues, '', 'id') },
			{ idType: 'pcId', columns },
		),
		columns,
	};
}

function csvSource(content: string) {
	const columns = new AttributeColumns('pcId');
	const bytes = Buffer.from(content);
	const open = () => Promise.resolve(Readable.from([bytes]));
	const format = csvFormat('id', { mode: 'all', excludeFields: '' });
	return {
		source: fileSource([{ item: 0, number: 0, name: 'a.csv', open }], format, { idType: 'pcId', columns }),
		columns,
	};
}

async function surveyAndCut({
	source,
	columns,
}: {
	source: RowSource;
	columns: AttributeColumns;
}): Promise<void> {
	const survey = await surveyRows(source, 'merge', undefined);
	const batches = cutIntoBatches({
		source,
		survey,
		idType: 'pcId',
		columns,
		limits: { rows: 50_000, bytes: 45_000_000 },
		onMerged: () => undefined,
		onInvalid: () => undefined,
	});
	let next = await batches.next();
	while (next.done !== true) next = await batches.next();
}

const wide = (fields: number, value: string) =>
	Object.fromEntries(Array.from({ length: fields }, (_, field) => [`field${field}`, value]));

/** As long as n8n may have to wait. */
const AIM_MS = 50;

/** Who shares the processor with a test makes all of it slower: then no piece takes more than this part of the whole. */
const MOST = 1 / 4;

/** Collections of garbage, and other programs, hold up one run or the other. */
const TRIES = 3;

/** Each is so much that it takes 200 ms and more, so that one which does not stop for n8n is far beyond the aim. */
const SHAPES: ReadonlyArray<readonly [shape: string, prepare: () => () => Promise<unknown>]> = [
	[
		'items of 2,000 fields',
		() => {
			const item = wide(2_000, 'gold');
			const rows = itemsSource(Array.from({ length: 400 }, (_, id) => ({ id: `c${id}`, ...item })));
			return async () => {
				await surveyAndCut(rows);
			};
		},
	],
	[
		'items that are each far too large',
		() => {
			const item = wide(30_000, 'gold, or silver');
			const rows = itemsSource(Array.from({ length: 20 }, (_, id) => ({ id: `c${id}`, ...item })));
			return async () => await surveyRows(rows.source, 'merge', undefined);
		},
	],
	[
		'items with a list that is far too large',
		() => {
			const list = Array.from({ length: 60_000 }, (_, part) => ({ part }));
			const items = Array.from({ length: 20 }, (_, id) => ({ id: `c${id}`, list }));
			const rows = itemsSource(items, 'json');
			return async () => await surveyRows(rows.source, 'merge', undefined);
		},
	],
	[
		'small items',
		() => {
			const rows = itemsSource(Array.from({ length: 150_000 }, (_, id) => ({ id: `c${id}`, tier: 'gold' })));
			return async () => {
				await surveyAndCut(rows);
			};
		},
	],
	[
		'repeated IDs',
		() => {
			const rows = csvSource(
				`id,a,b\n${Array.from({ length: 100_000 }, (_, row) => `c${row % 50_000},v${row},w`).join('\n')}`,
			);
			return async () => {
				await surveyAndCut(rows);
			};
		},
	],
	[
		'many rows with one ID',
		() => {
			const rows = csvSource(
				`id,a,b\n${Array.from({ length: 200_000 }, (_, row) => `de,v${row},w`).join('\n')}`,
			);
			return async () => {
				await surveyAndCut(rows);
			};
		},
	],
	[
		'duplicates that are only named',
		() => {
			const rows = csvSource(
				`id,a\n${Array.from({ length: 300_000 }, (_, row) => `c${row % 150_000},v`).join('\n')}`,
			);
			return async () => {
				await findDuplicates(rows.source, await surveyRows(rows.source, 'stop', undefined), 20, undefined);
			};
		},
	],
	[
		'rows of a few bytes',
		() => {
			const rows = csvSource(`id\n${'1\n'.repeat(3_000_000)}`);
			return async () => await surveyRows(rows.source, 'keep', undefined);
		},
	],
	[
		'blank lines',
		() => {
			const rows = csvSource(`id\n1\n${'\r\n'.repeat(9_000_000)}`);
			return async () => await surveyRows(rows.source, 'keep', undefined);
		},
	],
	[
		'hashes that are all the same',
		() => {
			const tally = new HashTally();
			for (let number = 0; number < 12_000_000; number++) tally.add(0x777);
			return async () => await tally.findRepeated(undefined);
		},
	],
	[
		'hashes that all come twice',
		() => {
			const tally = new HashTally();
			for (let number = 0; number < 6_000_000; number++)
				tally.add(Math.imul((number % 3_000_000) + 1, 0x9e37_79b1));
			return async () => await tally.findRepeated(undefined);
		},
	],
];

test.each(SHAPES)('%s do not hold the event loop for long', async (_, prepare) => {
	let isShort = false;
	for (let run = 0; run < TRIES && !isShort; run++) {
		const { whole, longest } = await timesOf(prepare());
		isShort = longest < AIM_MS || longest < MOST * whole;
	}
	expect(isShort).toBe(true);
});
