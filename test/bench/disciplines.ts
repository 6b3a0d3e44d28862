import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Arena } from './arena';
import { compete } from './contest';
import type { Contender, Contest } from './contest';
import { writeCustomersCsv } from './customers';
import { watchHealth } from './health';
import type { Health } from './health';
import * as workflows from './workflows';

/** Ten million rows in fifty batches: no minute of theirs is waited for. */
const ROWS_OF_FEW_BATCHES = 200_000;

/** How much is done. */
export interface Plan {
	readonly rounds: number;
	/** Single updates of the quick ones; the HTTP Request node takes minutes for so many. */
	readonly updates: number;
	/** Single updates of the HTTP Request node, and of all where each answer takes 50 ms. */
	readonly fewUpdates: number;
	readonly items: readonly number[];
	readonly fileRows: number;
	/** Sizes of files for the cost of a row. */
	readonly growth: readonly number[];
	/** Whether the slow ways that are in no ratio run as well. */
	readonly slowOnes: boolean;
}

export const BARE = 'undici alone';
export const UPDATE = 'Update Profile';
export const HTTP_REQUEST = 'HTTP Request';
export const HTTP_REQUEST_BATCHING = 'HTTP Request, batches of 100';
export const ENCODE_ONLY = 'Encoding alone';
export const BULK = 'Bulk Update Profiles';
export const CURL = 'curl, files ready';
export const CODE = 'Code + HTTP Request';
export const PAPAPARSE = 'papaparse alone';
export const PAPAPARSE_WHOLE = 'papaparse alone, text in memory';
export const KEEP = 'Bulk Update Profiles, Keep';
export const MERGE = 'Bulk Update Profiles, Merge';
export const EXTRACT = 'Extract From File + Code + HTTP Request';

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
	return await withCsv(arena, rows, async (file) => {
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

function curl(arena: Arena, rows: number): Contender {
	return arena.script(CURL, rows, 'curl.mjs', arena.targetUrl, String(rows));
}

/** What a row costs in files of different sizes. */
export async function growth(arena: Arena, rows: number): Promise<Contest> {
	return await withCsv(arena, rows, (file) =>
		compete(
			`A CSV file of ${rows.toLocaleString('en')} rows`,
			[
				arena.workflow(MERGE, rows, (target) =>
					workflows.bulkFromFile(target, file, 'merge', ROWS_OF_FEW_BATCHES),
				),
			],
			rows > 1_000_000 ? 3 : 15,
		),
	);
}

async function withCsv<Result>(
	{ filesFolder }: Arena,
	rows: number,
	use: (file: string) => Promise<Result>,
): Promise<Result> {
	const file = path.join(filesFolder, `customers-${rows}.csv`);
	await mkdir(filesFolder, { recursive: true });
	await writeCustomersCsv(file, rows, 0);
	try {
		return await use(file);
	} finally {
		await rm(file);
	}
}
