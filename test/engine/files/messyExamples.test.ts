import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runFile } from '../emulatedRun';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples', 'messy');
const INDEX = 'what-comes-out.json';

/** A file as people have it, how it is sent, and what must come of it: profiles by their IDs, or an error. */
interface Example {
	readonly file: string;
	readonly parameters: INodeParameters;
	readonly profiles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Stands in the error's message or advice. */
	readonly error?: string;
	/** Each stands in a hint. */
	readonly hints?: readonly string[];
}

const EXAMPLES = JSON.parse(readFileSync(path.join(FOLDER, INDEX), 'utf8')) as readonly Example[];

const emulator = emulatorPerTest();

test.each(EXAMPLES)('$file comes out as its index says', async (example) => {
	const { file, parameters, profiles = {}, error: problem, hints: wanted = [] } = example;
	const content = readFileSync(path.join(FOLDER, file));
	const { error, hints } = await runFile(emulator(), content, parameters);
	const said = error === undefined ? '' : `${error.message} ${error.description ?? ''}`;
	if (problem === undefined) expect(said).toBe('');
	else expect(said).toContain(problem);
	if (problem !== undefined) expect(emulator().counts.requests).toBe(0);

	const idType = parameters.idType === 'pcId' ? 'pcId' : 'thirdPartyId';
	const sent = Object.keys(profiles).map((id) => [id, emulator().profile(idType, id)] as const);
	expect(
		Object.fromEntries(sent.map(([id, attributes]) => [id, Object.fromEntries(attributes ?? [])])),
	).toEqual(profiles);
	expect(emulator().counts.rows).toBe(sent.length);

	const hinted = hints.map(({ message }) => message).join('\n');
	for (const words of wanted) expect(hinted).toContain(words);
});

test('each file stands in the index, and each has what must come of it', () => {
	const files = readdirSync(FOLDER).filter((file) => file !== INDEX);
	expect(EXAMPLES.map(({ file }) => file).sort()).toEqual(files.sort());
});

test('the docs show each file once', () => {
	const page = readFileSync(path.join(FOLDER, '..', '..', 'docs', 'messy-files.md'), 'utf8');
	const shown = [...page.matchAll(/^- \[([^\]]+)\]\(\.\.\/examples\/messy\/\1\)/gm)].map(([, file]) => file);
	expect(shown).toHaveLength(EXAMPLES.length);
	expect(new Set(shown)).toEqual(new Set(EXAMPLES.map(({ file }) => file)));
});
