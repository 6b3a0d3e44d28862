import { credentialFor, emulatorPerTest, runBulk, runFile, runUpdate, textOf } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

/** A word that an attacker or an accident may have made: long, and a tag. */
const WORD = `<img src=x>\n${'w'.repeat(5_000)}`;

/** So many letters of a word are quoted at most. */
const TOO_MANY = 'w'.repeat(65);

const emulator = emulatorPerTest();

const BROKEN = 'a\ud83d';
const file = (content: string, parameters = {}) => runFile(emulator(), content, parameters);
const quoted = `"${WORD.replaceAll('\n', ' ')}"`;

const RUNS: ReadonlyArray<readonly [what: string, run: () => Promise<NodeRunResult>]> = [
	['a column that is missing', () => file('id,tier\nc1,gold\n', { idField: WORD })],
	['the columns that there are', () => file(`${quoted},tier\nc1,gold\n`)],
	['a column that is there twice', () => file(`id,${quoted},${quoted}\nc1,a,b\n`)],
	['the key of a batch file', () => file(`batch=${'w'.repeat(5_000)},tier\n`, { fileFormat: 'batchFile' })],
	[
		'a name in a batch file',
		() =>
			file(`batch=thirdPartyId,profile.${'w'.repeat(5_000)}\nc1,x\n`, {
				fileFormat: 'batchFile',
			}),
	],
	['an ID field that is missing', () => runBulk(emulator(), [{ id: 'c1' }], { idField: WORD })],
	['an attribute of a broken value', () => runUpdate(emulator(), [{ id: 'c1', [WORD]: BROKEN }])],
	['an attribute of a broken value, in bulk', () => runBulk(emulator(), [{ id: 'c1', [WORD]: BROKEN }])],
	[
		'names of which there are too many',
		() =>
			runBulk(
				emulator(),
				Array.from({ length: 26 }, (_, row) => manyAttributes(row)),
			),
	],
	[
		'IDs that come twice',
		() =>
			runBulk(
				emulator(),
				[1, 2].map((tier) => ({ id: `<b>${'w'.repeat(120)}`, tier })),
				{ options: { duplicateIds: 'stop' } },
			),
	],
	['an ID that Target does not take', () => runUpdate(emulator(), [{ id: `<b>+${'w'.repeat(120)}`, a: 1 }])],
	[
		'the name of one file among several',
		() =>
			runFile(
				emulator(),
				'',
				{},
				{
					files: [1, 2].map(() => ({ data: { content: Buffer.from('id,tier\n,x\n'), fileName: WORD } })),
				},
			),
	],
	[
		'a column of IDs that few rows differ in',
		() =>
			file(`${quoted},tier\n${'c1,gold\n'.repeat(1_500)}`, {
				idField: quoted.slice(1, -1),
				options: { previewOnly: true },
			}),
	],
	[
		'a profile that is not there',
		() =>
			runUpdate(
				emulator(),
				[{ id: 'c1' }],
				{ operation: 'getProfile', profileId: WORD.slice(0, 1_000), idType: 'thirdPartyId' },
				{ credential: credentialFor(emulator()) },
			),
	],
];

function manyAttributes(row: number): Record<string, string> {
	const names = Array.from({ length: 400 }, (_, name) => [`${row}<${name}${'w'.repeat(70)}`, 'x'] as const);
	return { id: `c${row}`, ...Object.fromEntries(names) };
}

test.each(RUNS)('%s is cut and made harmless where it is quoted', async (_, run) => {
	const { error, hints } = await run();
	const said = hints.map(({ message }) => message);
	if (error !== undefined) said.push(textOf({ message: error.message, description: error.description }));
	const words = said.join(' ');
	expect(words).toContain('www');
	expect(words).not.toContain(TOO_MANY);
	expect(words).not.toContain('<');
});
