import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './messageList';

const inFolder = (folder: string, ending: string) =>
	readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith(ending))
		.map((name) => `${folder}/${name}`);

const EXAMPLES = inFolder('examples', '.json');
const TEXTS = ['README.md', ...inFolder('docs', '.md'), ...EXAMPLES];

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** What n8n 3.0 does away with, as far as its plan is known, and how it would stand in a text. */
const GONE: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
	['n8n from npm', /\bnpx n8n\b|\bnpm (?:install|i) (?:-g |--global )?n8n(?![\w-])/i],
	['importing a workflow from a URL', /\bimport from url\b|\*\*from url\*\*/i],
	['helpers of expressions', /\$(?:getPairedItem|evaluateExpression)\b/],
	['binary data in memory', /N8N_DEFAULT_BINARY_DATA_MODE=default\b/],
];

test.each(GONE)('%s, which n8n 3.0 no longer has, is nowhere advised', (_, pattern) => {
	expect(TEXTS.filter((file) => pattern.test(read(file)))).toEqual([]);
});

interface Workflow {
	readonly nodes: ReadonlyArray<{
		readonly name: string;
		readonly type: string;
		readonly parameters: Readonly<Record<string, unknown>>;
	}>;
}

test.each(EXAMPLES)('%s calls no sub-workflow in a way that n8n 3.0 no longer has', (file) => {
	const { nodes } = JSON.parse(read(file)) as Workflow;
	const old = nodes
		.filter(({ type }) => type.endsWith('.executeWorkflow'))
		.filter(
			({ parameters: { mode, source = 'database' } }) =>
				mode === 'each' || !['database', 'parameter'].includes(String(source)),
		);
	expect(old.map(({ name }) => name)).toEqual([]);
});

test('what is said of n8n’s Compression node names how much it takes in n8n 3.0', () => {
	const pages = TEXTS.filter((file) => read(file).includes('Compression node'));
	expect(pages.length).toBeGreaterThan(0);
	expect(pages.filter((file) => !read(file).includes('256 MiB'))).toEqual([]);
});
