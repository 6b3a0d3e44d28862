import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './messageList';

interface TemplateNode {
	readonly name: string;
	readonly type: string;
	readonly position: readonly [x: number, y: number];
	readonly parameters: {
		readonly content?: string;
		readonly width?: number;
		readonly height?: number;
		readonly color?: number;
	};
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

interface Template {
	readonly name: string;
	readonly nodes: readonly TemplateNode[];
}

const FOLDER = join(ROOT, 'examples');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const page = readFileSync(join(ROOT, 'docs/examples.md'), 'utf8');

/**
 * All that a template has. What else n8n exports is somebody's: pinned data, the instance, versions, tags. `id`,
 * `active` and `versionId` are for n8n's command line, which imports nothing without.
 */
const KEYS = ['active', 'connections', 'id', 'name', 'nodes', 'settings', 'versionId'];

/** What secrets look like: keys and tokens of services, headers with one, keys for certificates, passwords in addresses. */
const SECRET =
	/\b(?:eyJ[\w-]{10,}|sk-[\w-]{8,}|xox[a-z]-|gh[pousr]_|AKIA[0-9A-Z]{8,}|(?:Bearer|Basic) [\w.+/=-]{8,}|-----BEGIN|https?:\/\/[^/\s"]*:[^/\s"]*@)/;

/** Whom a template may name: nobody that there is. */
const NOBODY = /^(?:[\w.-]+\.)?example\.(?:com|org|net)$|^localhost$/;

/** n8n's own colour of a note, which is also that of one without any. */
const YELLOW = 1;

/** A title that people find, and that the library does not cut. */
const TITLE = { shortest: 15, longest: 80 };

/**
 * How n8n 2.41 sets a note, in pixels: Inter of 14, headings of 24. In the notes that there are, a browser needs less
 * than this comes to, so a note that fits here fits in the editor.
 */
const SIDES = 26;
const TOP = 10;
const AFTER_BLOCK = 8;
const KINDS = {
	heading: { mark: /^#+ /, letter: 13, line: 32.4, before: 0, indent: 0 },
	item: { mark: /^(?:\d+\.|-) /, letter: 7.2, line: 18.2, before: 3.5, indent: 20 },
	text: { mark: /^/, letter: 7.2, line: 18.9, before: 0, indent: 0 },
} as const;

/** How high a note has to be for its text. */
function heightNeeded(content: string, width: number): number {
	let height = TOP;
	let block = '';
	for (const line of content.split('\n')) {
		const [name, kind] = Object.entries(KINDS).find(([, { mark }]) => mark.test(line)) ?? [
			'text',
			KINDS.text,
		];
		if (line !== '') {
			if (name !== block) height += AFTER_BLOCK;
			const letters = line.replace(kind.mark, '').replace(/[*`]/g, '').length;
			const lines = Math.ceil((letters * kind.letter) / (width - SIDES - kind.indent));
			height += kind.before + lines * kind.line;
		}
		block = line === '' ? '' : name;
	}
	return Math.ceil(height);
}

test('a higher note is needed for more text, for a narrower one, and for a list', () => {
	const height = heightNeeded('word '.repeat(100), 400);
	expect(heightNeeded('word '.repeat(150), 400)).toBeGreaterThan(height);
	expect(heightNeeded('word '.repeat(100), 300)).toBeGreaterThan(height);
	expect(heightNeeded('1. a\n2. b\n3. c', 400)).toBeGreaterThan(heightNeeded('a b c', 400) + 40);
});

describe.each(FILES)('the template %s', (file) => {
	const text = readFileSync(join(FOLDER, file), 'utf8');
	const template = JSON.parse(text) as Template;
	const notes = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');

	test('has nothing but the workflow', () => {
		expect(Object.keys(template).filter((key) => !KEYS.includes(key))).toEqual([]);
		expect(text).not.toMatch(/"(?:pinData|instanceId|templateCredsSetupCompleted|staticData)"/);
	});

	test('has a title, and is described with what to change', () => {
		expect(template.name.length).toBeGreaterThanOrEqual(TITLE.shortest);
		expect(template.name.length).toBeLessThanOrEqual(TITLE.longest);
		const link = `[${file}](../examples/${file})`;
		const section = page.split(/^## /m).find((one) => one.split('\n')[2]?.startsWith(link)) ?? '';
		expect(section).toMatch(new RegExp(`^${literally(link)}\\. \\S.{10,}$`, 'm'));
		expect(section).toContain('- **Change:** ');
	});

	test('has no secret, no ID of a credential, and nobody’s address', () => {
		expect(text).not.toMatch(SECRET);
		const credentials = template.nodes.flatMap(({ credentials: own = {} }) => Object.values(own));
		expect(credentials.filter(({ id }) => id !== '')).toEqual([]);
		const hosts = [
			...text.matchAll(/https?:\/\/([^/:"\s]+)/g),
			...text.matchAll(/[\w.+-]+@([\w-]+\.[\w.-]+)/g),
		];
		expect(hosts.map(([, host = '']) => host).filter((host) => !NOBODY.test(host))).toEqual([]);
	});

	test('has names that say what a node is for, each once', () => {
		const names = template.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const unnamed = template.nodes.filter(({ name, type }) => {
			const ofType = (type.split('.').at(-1) ?? '').replace(/([A-Z])/g, ' $1').toLowerCase();
			return (
				/\d$|^When clicking|^Sticky Note|^AI Agent|^Edit Fields/i.test(name) || name.toLowerCase() === ofType
			);
		});
		expect(unnamed.map(({ name }) => name)).toEqual([]);
	});

	test('begins with a yellow note: a title, what it does, and steps to set it up', () => {
		const [first] = template.nodes;
		expect(first).toBe(notes[0]);
		const { content = '', color = YELLOW } = first?.parameters ?? {};
		expect(color).toBe(YELLOW);
		expect(content).toMatch(/^## .+\n\S[^]{40,}\n\n\*\*What to change\*\*\n1\. /);
		const others = template.nodes.filter((node) => node !== first);
		expect(others.filter(({ position: [, y] }) => y <= (first?.position[1] ?? 0))).toEqual([]);
	});

	test.each(notes)('the note "$name" is as large as its text', ({ parameters }) => {
		const { content = '', width = 0, height = 0 } = parameters;
		const needed = heightNeeded(content, width);
		expect(height).toBeGreaterThanOrEqual(needed);
		expect(height).toBeLessThan(needed * 1.6);
	});
});

function literally(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
