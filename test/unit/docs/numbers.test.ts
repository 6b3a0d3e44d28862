import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { LONGEST_ADDRESS } from '../../../nodes/AdobeTarget/api/calls/submitUpdate';
import { IDLE_MS } from '../../../nodes/AdobeTarget/api/http/connecting/lanes';
import { LONGEST_CONNECT_MS } from '../../../nodes/AdobeTarget/api/http/exchanges';
import { CALLS_PER_MINUTE } from '../../../nodes/AdobeTarget/api/sending/budget/callLine';
import { MOST_BY_OTHERS } from '../../../nodes/AdobeTarget/api/sending/budget/refusals';
import { LONGEST_PAUSE_MS } from '../../../nodes/AdobeTarget/api/sending/retry';
import { LONGEST_REPLACEMENT } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/options';
import { USUAL_ROWS } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/rowsPerBatch';
import { MOST_FROM_DATABASE } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/source/fileOpener';
import { MOST_ERROR_ITEMS } from '../../../nodes/AdobeTarget/operations/shared/errorItems';
import { MOST_CHARACTERS } from '../../../nodes/AdobeTarget/profiles/attributes/itemReading';
import { MAX_FORM_BYTES } from '../../../nodes/AdobeTarget/profiles/attributes/updateForm';
import {
	MAX_BYTES_PER_BATCH,
	MAX_ROWS_PER_BATCH,
} from '../../../nodes/AdobeTarget/profiles/batches/batchDraft';
import { MOST_HELD_BYTES } from '../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import { MAX_PROFILE_BYTES } from '../../../nodes/AdobeTarget/profiles/rows/profileSize';
import { MAX_ID_LENGTH } from '../../../nodes/AdobeTarget/profiles/profileId';
import { MAX_RECORD_BYTES } from '../../../nodes/AdobeTarget/profiles/files/recordReader';
import { ROOT } from './messageList';

const BULK = 'docs/bulk-update-profiles.md';
const CREDENTIAL = 'docs/credential.md';
const RELIABILITY = 'docs/reliability.md';
const TARGET = 'docs/adobe-target.md';

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Sentences of the docs that hold a number, and the number that the code has. */
const SENTENCES: ReadonlyArray<readonly [page: string, sentence: RegExp, number: number]> = [
	[TARGET, /sends at most ([\d,]+) uploads, status questions and Admin calls together/, CALLS_PER_MINUTE],
	[TARGET, /at most ([\d,]+), in case the header counts/, MAX_ROWS_PER_BATCH],
	[TARGET, /The node refuses more than ([\d,]+), the number on the newest page/, MAX_ID_LENGTH],
	[TARGET, /refuses a row of more than ([\d,]+) bytes/, MAX_PROFILE_BYTES],
	[TARGET, /an item of more than ([\d,]+) characters/, MOST_CHARACTERS],
	[TARGET, /In the address up to ([\d,]+) bytes of it/, LONGEST_ADDRESS],
	[TARGET, /counts ([\d,]+) encoded bytes/, MAX_BYTES_PER_BATCH + 1],
	[TARGET, /\| refuses more than ([\d,]+) bytes/, MAX_FORM_BYTES],
	[BULK, /0 is for ([\d,]+), or more/, USUAL_ROWS],
	[BULK, /the profiles of repeated IDs up to ([\d,]+) MB/, MOST_HELD_BYTES / 1_000_000],
	[BULK, /\(([\d,]+) bytes\)/, MAX_RECORD_BYTES],
	[BULK, /A run gives ([\d,]+) such errors at most/, MOST_ERROR_ITEMS],
	[BULK, /What takes a comma's place\. 1 to ([\d,]+) characters/, LONGEST_REPLACEMENT],
	[CREDENTIAL, /Adobe's \[([\d,]+) calls a minute\]/, CALLS_PER_MINUTE],
	[CREDENTIAL, /Saved credentials without the field have ([\d,]+)/, CALLS_PER_MINUTE],
	[RELIABILITY, /`Retry-After` is followed up to ([\d,]+) minutes/, LONGEST_PAUSE_MS / 60_000],
	[RELIABILITY, /twice as long each time, ([\d,]+) minutes at most/, LONGEST_PAUSE_MS / 60_000],
	[RELIABILITY, /up to ([\d,]+) of them in a row/, MOST_BY_OTHERS],
	[RELIABILITY, /Connecting takes ([\d,]+) seconds at most/, LONGEST_CONNECT_MS / 1_000],
	[RELIABILITY, /\*\*Connections are kept\*\* for ([\d,]+) seconds/, IDLE_MS / 1_000],
	[RELIABILITY, /It refuses one of more than ([\d,]+) MB/, MOST_FROM_DATABASE / 1_000_000],
];

test.each(SENTENCES)('%s has the number of the code in %s', (page, sentence, number) => {
	expect(sentence.exec(read(page))?.[1]).toBe(number.toLocaleString('en'));
});

/** The panel of an operation. */
function panelOf(operation: string): INodeProperties[] {
	const { properties } = new AdobeTarget().description;
	return properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation));
}

/** What the panel of an operation offers as options, each label once. */
function optionsOf(operation: string): INodeProperties[] {
	const entries = panelOf(operation)
		.filter(({ name }) => name === 'options')
		.flatMap(({ options = [] }) => options as INodeProperties[]);
	return entries.filter(
		({ displayName }, index) => entries.findIndex((other) => other.displayName === displayName) === index,
	);
}

/** A default in the words of the docs. */
function inWords({ type, default: value, options = [] }: INodeProperties): string {
	if (type === 'boolean') return value === true ? 'on' : 'off';
	if (typeof value === 'number') return `${value}`;
	if (type !== 'options') return typeof value === 'string' ? value : '';
	const chosen = options.find((option) => 'value' in option && option.value === value);
	return chosen?.name ?? '';
}

/** The row of an option on a page: its default, and what it does. */
function rowOf(page: string, label: string): readonly [preset: string, text: string] {
	const cells = read(page)
		.split('\n')
		.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
		.find(([, first]) => first === label);
	return [(cells?.[2] ?? 'no row').replaceAll('`', ''), cells?.[3] ?? ''];
}

/** Whose default says nothing of itself: all rows are one share. */
const WITHOUT_DEFAULT = ['Share'];

/** Whose largest number is Target's "less than 50 MB". */
const LARGEST_IN_WORDS: Readonly<Record<string, string>> = { 'Max Batch Size (MB)': 'just under 50' };

const PAGES = [
	[BULK, 'bulkUpdateProfiles'],
	['docs/update-profile.md', 'updateProfile'],
	['docs/get-profile.md', 'getProfile'],
] as const;

const ROWS = PAGES.flatMap(([page, operation]) => optionsOf(operation).map((option) => ({ page, option })));

/** The first cells of the table on a page whose first column is called so. */
function labelsOf(page: string, column: string): string[] {
	const [, rest = ''] = read(page).split(new RegExp(`^\\| ${column} +\\|.*\\n.*\\n`, 'm'));
	const [table = ''] = rest.split('\n\n');
	return Array.from(table.matchAll(/^\| (.+?) +\|/gm), ([, label = '']) => label);
}

test.each([...PAGES, ['docs/get-bulk-update-status.md', 'getBulkUpdateStatus'] as const])(
	'%s has the defaults of the panel of %s',
	(page, operation) => {
		const labels = labelsOf(page, 'Parameter');
		const presets = labels.map((label) => {
			const field = panelOf(operation).find(({ displayName }) => displayName === label);
			return field === undefined ? 'not in the panel' : inWords(field);
		});
		expect(labels.length).toBeGreaterThan(1);
		expect(labels.map((label) => rowOf(page, label)[0])).toEqual(presets);
	},
);

test.each(PAGES)('%s has the options of %s and no others', (page, operation) => {
	const listed = labelsOf(page, 'Option');
	const offered = optionsOf(operation).map(({ displayName }) => displayName);
	expect(listed).toEqual(offered.sort());
});

test.each(ROWS.filter(({ option }) => !WITHOUT_DEFAULT.includes(option.displayName)))(
	'$page has the default of $option.displayName',
	({ page, option }) => {
		expect(rowOf(page, option.displayName)[0]).toBe(inWords(option));
	},
);

test.each(ROWS.filter(({ option }) => option.type === 'number'))(
	'$page has the largest number for $option.displayName',
	({ page, option: { displayName, typeOptions } }) => {
		const most = LARGEST_IN_WORDS[displayName] ?? typeOptions?.maxValue?.toLocaleString('en') ?? '';
		expect(rowOf(page, displayName)[1]).toMatch(new RegExp(`\\((?:[\\d,]+|up) to ${most}\\)`));
	},
);
