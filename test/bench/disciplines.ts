import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Arena } from './arena';
import { compete, manyTimes } from './contest';
import type { Contender, Contest } from './contest';
import {
	BARE,
	UPDATE,
	HTTP_REQUEST,
	HTTP_REQUEST_BATCHING,
	ENCODE_ONLY,
	BULK,
	DEFAULTS,
	CURL,
	CODE,
	PAPAPARSE,
	PAPAPARSE_WHOLE,
	KEEP,
	MERGE,
	EXTRACT,
} from './contenders';
import { writeCustomersCsv } from './customers';
import { watchHealth } from './measures/health';
import type { Health } from './measures/health';
import * as workflows from './workflows';

/** Ten million rows in fifty batches: no minute of theirs is waited for. */
const ROWS_OF_FEW_BATCHES = 200_000;

/** A run of a small file takes milliseconds, and n8n's log counts no less: the mean of several is taken. */
const MOST_ROWS_OF_QUICK_RUNS = 100_000;
const RUNS_OF_QUICK_ONES = 10;

/** How much is done. */
export interface Plan {
	readonly rounds: number;
	/** Single updates of the quick ones; the HTTP Request node takes minutes for so many. */
	readonly updates: number;
	/** Single updates of the HTTP Request node, and of all where each answer takes 50 ms. */
	readonly fewUpdates: number;
	readonly items: readonly number[];
	readonly fileRows: number;
	/** Sizes of files for the cost of a row, the smallest first. */
	readonly growth: readonly number[];
	/** Rows of the file that is to go within the calls of one minute. */
	readonly minuteRows: number;
	/** Whether the slow ways that are in no ratio run as well. */
	readonly slowOnes: boolean;
}

/** Single updates, each answered after so many milliseconds. */
export async function singleUpdates(
	arena: Arena,
	latencyMs: number,
	{ updates, fewUpdates, rounds, slowOnes }: Plan,
): Promise<Contest> {
	const few = (batching: boolean) => (target: workflows.Target) =>
		workflows.httpRequest(target, fewUpdates, batching);
	return await compete(
		`${updates.toLocaleString('en')} single updates, answered after ${latencyMs} ms`,
		[
			arena.script(BARE, updates, 'bareUndici.mjs', arena.targetUrl, String(updates)),
			arena.workflow(UPDATE, updates, (target) => workflows.updateProfile(target, updates)),
			arena.workflow(HTTP_REQUEST, fewUpdates, few(false)),
			...(slowOnes ? [arena.workflow(HTTP_REQUEST_BATCHING, fewUpdates, few(true))] : []),
		],
		rounds,
	);
}

/** Bulk from items. */
export async function bulkFromItems(arena: Arena, rows: number, plan: Plan): Promise<Contest> {
	return await compete(
		`Bulk from ${rows.toLocaleString('en')} items`,
		[
			arena.script(ENCODE_ONLY, rows, 'encodeOnly.mjs', String(rows)),
			curl(arena, rows),
			arena.workflow(BULK, rows, (target) => workflows.bulkFromItems(target, rows)),
			arena.workflow(CODE, rows, (target) => workflows.codeAndHttpRequest(target, rows)),
		],
		plan.rounds,
	);
}

/** How long n8n takes to say that it is alive while the node sends so many items. */
export async function healthDuringBulk(arena: Arena, rows: number): Promise<Health> {
	const watch = watchHealth(arena.n8nUrl);
	try {
		const { started, ended } = await arena.run((target) => workflows.bulkFromItems(target, rows));
		return watch.between(started, ended);
	} finally {
		await watch.stop();
	}
}

/**
 * Bulk from a CSV file, none of whose IDs comes twice.
 *
 * @param apart where the file is extracted to items: that leaves more than a gigabyte of garbage, which is not for the
 * others to collect; undefined where it is not done
 */
export async function bulkFromFile(arena: Arena, apart: Arena | undefined, plan: Plan): Promise<Contest> {
	const { fileRows: rows, rounds } = plan;
	const file = csvOf(arena, rows);
	return await withCsvs(arena, [rows], async () => {
		const ours = (duplicateIds: 'keep' | 'merge') => (target: workflows.Target) =>
			workflows.bulkFromFile(target, file, duplicateIds);
		return await compete(
			`Bulk from a CSV file of ${rows.toLocaleString('en')} rows`,
			[
				arena.script(PAPAPARSE, rows, 'papaparseOnly.mjs', file, 'stream'),
				arena.script(PAPAPARSE_WHOLE, rows, 'papaparseOnly.mjs', file, 'whole'),
				curl(arena, rows),
				arena.workflow(KEEP, rows, ours('keep')),
				arena.workflow(MERGE, rows, ours('merge')),
				...(apart
					? [apart.workflow(EXTRACT, rows, (target) => workflows.extractCodeAndHttpRequest(target, file))]
					: []),
			],
			rounds,
		);
	});
}

function curl(arena: Arena, rows: number, rowsPerBatch = 50_000): Contender {
	return arena.script(CURL, rows, 'curl.mjs', arena.targetUrl, String(rows), String(rowsPerBatch));
}

/**
 * What a row costs in files of different sizes, which are sent in turn, so that none finds n8n warmer than another
 * does.
 */
export async function growth(arena: Arena, { growth: sizes, rounds }: Plan): Promise<Contest> {
	return await withCsvs(arena, sizes, () =>
		compete(
			'CSV files of different sizes',
			sizes.map((rows) => {
				const once = arena.workflow(`${rows.toLocaleString('en')} rows`, rows, (target) =>
					workflows.bulkFromFile(target, csvOf(arena, rows), 'merge', ROWS_OF_FEW_BATCHES),
				);
				return rows > MOST_ROWS_OF_QUICK_RUNS ? once : manyTimes(once, RUNS_OF_QUICK_ONES);
			}),
			rounds,
		),
	);
}

/**
 * A file of many rows with all options as they are, where Target's 50 calls a minute are counted.
 *
 * @param line what the title says of the line
 */
export async function withinAMinute(
	arena: Arena,
	{ minuteRows: rows, rounds }: Plan,
	line: string,
): Promise<Contest> {
	return await withCsvs(arena, [rows], () =>
		compete(
			`${rows.toLocaleString('en')} rows of a CSV file within 50 calls a minute${line}`,
			[
				curl(arena, rows, rowsOfBatch(rows)),
				arena.workflow(DEFAULTS, rows, (target) =>
					workflows.bulkFromFile(target, csvOf(arena, rows), 'merge', 0),
				),
			],
			Math.min(rounds, 3),
		),
	);
}

/** As the node cuts so many rows by itself. */
function rowsOfBatch(rows: number): number {
	return Math.max(50_000, Math.ceil(rows / 40));
}

function csvOf({ filesFolder }: Arena, rows: number): string {
	return path.join(filesFolder, `customers-${rows}.csv`);
}

/** Writes files of so many rows, for a while. */
async function withCsvs<Result>(
	arena: Arena,
	sizes: readonly number[],
	use: () => Promise<Result>,
): Promise<Result> {
	await mkdir(arena.filesFolder, { recursive: true });
	for (const rows of sizes) await writeCustomersCsv(csvOf(arena, rows), rows, 0);
	try {
		return await use();
	} finally {
		for (const rows of sizes) await rm(csvOf(arena, rows));
	}
}
