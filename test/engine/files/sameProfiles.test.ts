import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { trimmedName } from '../../../nodes/AdobeTarget/profiles/trimmedName';
import { emulatorPerTest, runBulk, runFile } from '../emulatedRun';
import { contentOf } from '../engine';
import type { NodeRunResult } from '../engine';
import { plainIds, withoutBreaks } from '../../unit/profiles/plainIds';

type Attributes = ReadonlyMap<string, string>;
type Profile = readonly [id: string, attributes: Attributes];

/** Each run is one of the 50 calls that a client code has in a minute; to shrink would take more. */
const FEW_RUNS = { numRuns: 25, endOnFailure: true };

const special = fc.constantFrom(
	'"',
	',',
	';',
	'\t',
	'\r',
	'\n',
	'%',
	'+',
	'&',
	'#',
	'=',
	' ',
	'é',
	'😀',
	'a',
);

/** Any text that each of the ways can carry: CSV has no NUL. */
const text = fc
	.oneof(fc.string({ unit: special, maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 20 }))
	.map((drawn) => drawn.replaceAll('\0', ''));
/** White space around the name of a column is none of it. */
const name = withoutBreaks(text)
	.map(trimmedName)
	.filter((drawn) => drawn !== '' && drawn !== 'id' && !drawn.startsWith('profile.'));
const value = text.filter((drawn) => drawn !== '');

/** IDs of a small range come more than once. */
const profileId = fc.oneof(fc.constantFrom('a', 'b', 'é', 'A'), plainIds(text));

const profiles = fc
	.uniqueArray(name, { minLength: 1, maxLength: 5, selector: trimmedName })
	.chain((names) => {
		const attributes = fc
			.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 5 })
			.map((drawn) => new Map(drawn));
		return fc.array(fc.tuple(profileId, attributes), { minLength: 1, maxLength: 15 });
	});

/** A value as a batch has it by default. */
function safe(given: string): string {
	return given.replaceAll(',', ';').replaceAll(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, ' ');
}

/** What Target is to hold: each attribute, its name trimmed, with the last value that a row of the ID has. */
function merged(rows: readonly Profile[]): Map<string, Map<string, string>> {
	const held = new Map<string, Map<string, string>>();
	for (const [id, attributes] of rows) {
		const trimmed = [...attributes].map(([field, given]) => [trimmedName(field), safe(given)] as const);
		held.set(id, new Map([...(held.get(id) ?? []), ...trimmed]));
	}
	return held;
}

/** As an item that was parsed from JSON, so that `__proto__` is a field like others. */
function asItem([id, attributes]: Profile): IDataObject {
	const fields = [...attributes].map(([field, held]) => `${JSON.stringify(field)}:${JSON.stringify(held)}`);
	return JSON.parse(`{${[`"id":${JSON.stringify(id)}`, ...fields].join(',')}}`) as IDataObject;
}

function asCsv(rows: readonly Profile[]): string {
	const names = [...new Set(rows.flatMap(([, attributes]) => [...attributes.keys()]))];
	const cells = rows.map(([id, attributes]) => [id, ...names.map((column) => attributes.get(column) ?? '')]);
	return [['id', ...names], ...cells]
		.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
		.join('\r\n');
}

function previewOf({ error, success }: NodeRunResult) {
	expect(error).toBeUndefined();
	expect(success).toHaveLength(1);
	const file = success[0]?.binary?.data;
	if (file === undefined) throw new TypeError('The preview has no file');
	return contentOf(file);
}

/** An emulator for each way, as each run is one of its calls. */
const itemsTarget = emulatorPerTest();
const csvTarget = emulatorPerTest();
const batchFileTarget = emulatorPerTest();

const PREVIEW = { options: { previewOnly: true } };

test.each(['memory', 'filesystem', 'storage'] as const)(
	'the same profiles come from items, CSV and the batch file of a preview, merged alike, with files in %s',
	async (binaryMode) => {
		const rest = { binaryMode };
		let profilesSent = 0;
		await fc.assert(
			fc.asyncProperty(profiles, async (rows) => {
				const items = rows.map(asItem);
				const csv = asCsv(rows);
				const batchFile = await previewOf(await runBulk(itemsTarget(), items, PREVIEW, rest));
				const isBatchFile = { fileFormat: 'batchFile' };

				const runs = [
					[itemsTarget(), await runBulk(itemsTarget(), items)],
					[csvTarget(), await runFile(csvTarget(), csv, {}, rest)],
					[batchFileTarget(), await runFile(batchFileTarget(), batchFile, isBatchFile, rest)],
				] as const;
				const held = merged(rows);
				profilesSent += held.size;
				for (const [target, { error }] of runs) {
					expect(error).toBeUndefined();
					for (const [id, attributes] of held) {
						expect(target.profile('thirdPartyId', id)).toEqual(attributes);
					}
				}
			}),
			FEW_RUNS,
		);
		for (const target of [itemsTarget(), csvTarget(), batchFileTarget()]) {
			expect(target.counts).toMatchObject({ requests: FEW_RUNS.numRuns, rows: profilesSent, refused: 0 });
		}
	},
);

/** A row of a CSV file with the header `id,tier,notes`. */
type Row = readonly [id: string, tier: string, notes: string];

/** Target keeps one cell of 40,000 letters in a profile, and not two. */
const LARGE = 'large';

const row: fc.Arbitrary<Row> = fc.tuple(
	fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '', 'g/h'),
	fc.constantFrom('gold', 'silver', LARGE),
	fc.constantFrom('', '', '', LARGE),
);

function asFile(rows: readonly Row[]): string {
	const lines = rows.map((cells) => cells.join(',').replaceAll(LARGE, 'x'.repeat(40_000)));
	return ['id,tier,notes', ...lines].join('\n');
}

/** What is to become of rows, reckoned without the node: how many are left out, and how many profiles are sent. */
function expectedOf(rows: readonly Row[], duplicateIds: string) {
	const fits = ([, tier, notes]: Row) => tier !== LARGE || notes !== LARGE;
	const valid = rows.filter((cells) => /^[a-f]$/.test(cells[0]) && fits(cells));
	let skipped = rows.length - valid.length;
	if (duplicateIds === 'keep') return { skipped, merged: 0, profiles: valid.length };

	const profiles = new Map<string, { profile: Row; rows: number }>();
	for (const [id, tier, notes] of valid) {
		const { profile, rows: before } = profiles.get(id) ?? { profile: [id, '', ''], rows: 0 };
		profiles.set(id, { profile: [id, tier, notes === '' ? profile[2] : notes], rows: before + 1 });
	}
	let kept = 0;
	for (const { profile, rows: count } of profiles.values()) {
		if (fits(profile)) kept++;
		else skipped += count;
	}
	return { skipped, merged: rows.length - skipped - kept, profiles: kept };
}

const MOST_BATCHES = 3;

const mixes = fc.record({
	rows: fc.array(row, { minLength: 1, maxLength: 20 }),
	duplicateIds: fc.constantFrom('merge', 'keep'),
	batches: fc.integer({ min: 1, max: MOST_BATCHES }),
	failing: fc.nat(2),
	concurrency: fc.integer({ min: 1, max: 3 }),
});

const target = emulatorPerTest();

test('in a summary sent + merged + skipped + notSubmitted = rows, and each is what happened, whatever fails', async () => {
	await fc.assert(
		fc.asyncProperty(mixes, async ({ rows, duplicateIds, batches, failing, concurrency }) => {
			const expected = expectedOf(rows, duplicateIds);
			const rowsPerBatch = Math.max(1, Math.ceil(expected.profiles / batches));
			const expectedBatches = Math.ceil(expected.profiles / rowsPerBatch);
			const expectedFailures = Math.min(failing, expectedBatches);
			if (expectedFailures > 0) target().answerNext({ status: 400, body: '' }, expectedFailures);
			const before = target().counts;

			const { success, error } = await runFile(
				target(),
				asFile(rows),
				{
					output: 'summary',
					options: { invalidRows: 'skip', duplicateIds, rowsPerBatch, concurrency },
				},
				{ onError: 'continueRegularOutput' },
			);

			expect(error).toBeUndefined();
			const sent = target().counts.rows - before.rows;
			const { profiles, ...counts } = expected;
			const notSubmitted = profiles - sent;
			const summary = success.at(-1)?.json ?? {};
			expect(summary).toMatchObject({
				rows: rows.length,
				...counts,
				sent,
				notSubmitted,
				batches: expectedBatches - expectedFailures,
				bytes: target().counts.bytes - before.bytes,
			});
			expect(sent + expected.merged + expected.skipped + notSubmitted).toBe(rows.length);
			expect(notSubmitted > 0).toBe(expectedFailures > 0);
			expect(target().counts.requests - before.requests).toBe(expectedBatches);
			const batchErrors = success.filter(
				({ json }) => typeof json.error === 'string' && json.error.startsWith('Batch '),
			);
			expect(batchErrors).toHaveLength(expectedFailures);
		}),
		{ numRuns: Math.floor(50 / MOST_BATCHES), endOnFailure: true },
	);
});
