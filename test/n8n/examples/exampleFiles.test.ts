import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import * as examples from './examples';
import { PACKAGE_NAME } from '../server/installNode';
import { inModules } from '../server/installedN8n';
import type { WorkflowFile } from '../server/rest';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const WAIT = 'n8n-nodes-base.wait';

/** What a node takes up in the editor with its name below it, in the unit of positions. */
const NODE_SIZE = { width: 100, height: 140 };

const { description: ours } = new AdobeTarget();

/** The node types that n8n brings along, and ours, which n8n makes a tool of: full name → versions. */
const NODE_TYPES = new Map<string, readonly unknown[]>([
	...versionsOf('n8n-nodes-base'),
	...versionsOf('@n8n/n8n-nodes-langchain'),
	...['', 'Tool'].map((as) => [`${PACKAGE_NAME}.${ours.name}${as}`, [ours.version]] as const),
]);

function versionsOf(packageName: string): Array<readonly [type: string, versions: unknown[]]> {
	const file = inModules(packageName, 'dist', 'types', 'nodes.json');
	const types = JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[];
	const names = [...new Set(types.map(({ name }) => name))];
	// Old and new versions of a node may be described apart.
	return names.map((name) => [
		`${packageName}.${name}`,
		types.filter((type) => type.name === name).flatMap(({ version }) => version),
	]);
}

function filesOf(where: string, isFolder: boolean): string[] {
	return isFolder ? readdirSync(where).map((file) => path.join(where, file)) : [where];
}

/** The text of every other test and what runs examples for it, which name one by its file or by its constant. */
const TESTS = ['n8n', 'browser']
	.flatMap((folder) => {
		const inside = path.join(__dirname, '..', '..', folder);
		return readdirSync(inside, { withFileTypes: true })
			.filter(({ name }) => name !== 'node_modules')
			.flatMap((entry) => filesOf(path.join(inside, entry.name), entry.isDirectory()));
	})
	.filter(
		(file) => file.endsWith('.ts') && !['exampleFiles.test.ts', 'examples.ts'].includes(path.basename(file)),
	)
	.map((file) => readFileSync(file, 'utf8'))
	.join('\n');

function namesOf(file: string): string[] {
	const constants = Object.entries(examples).filter(
		([, value]) => typeof value === 'object' && value.file === file,
	);
	return [`'${file}'`, ...constants.map(([name]) => `${name}.file`)];
}

const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

describe.each(FILES)('the example %s', (file) => {
	const workflow = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as WorkflowFile;
	const notes = workflow.nodes.filter(({ type }) => type === STICKY_NOTE);
	const nodes = workflow.nodes.filter(({ type }) => type !== STICKY_NOTE);
	const node = (name: string) => nodes.find((candidate) => candidate.name === name);

	it('has what n8n’s command line wants of a file: an ID and a version that no other example has, and that it is not active', () => {
		expect(workflow).toMatchObject({
			id: expect.stringMatching(/^adobeTarget[A-Z]\w+$/) as string,
			versionId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as string,
			active: false,
		});
		const all = FILES.map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
		for (const own of [workflow.id, workflow.versionId])
			expect(all.filter((text) => text.includes(`"${own ?? ''}"`))).toHaveLength(1);
	});

	it('is run by a test', () => {
		expect(namesOf(file).filter((name) => TESTS.includes(name))).not.toEqual([]);
	});

	it('is described in docs/examples.md', () => {
		const docs = readFileSync(path.join(FOLDER, '..', 'docs', 'examples.md'), 'utf8');
		expect(docs).toContain(`(../examples/${file})`);
	});

	it('says in a note what to change, in nodes that are there', () => {
		const texts = notes.map(({ parameters }) => parameters.content as string);
		const whatToChange = texts.find((text) => text.includes('**What to change**')) ?? '';
		const named = [...whatToChange.matchAll(/^\d+\. (.*?):/gm)].flatMap(([, subject = '']) =>
			[...subject.matchAll(/\*(.*?)\*/g)].map(([, name = '']) => name),
		);
		expect(named).not.toEqual([]);
		expect(named.filter((name) => node(name) === undefined)).toEqual([]);
	});

	it('has no credential of anybody', () => {
		const credentials = nodes.flatMap((owner) => Object.values(owner.credentials ?? {}));
		expect(credentials.filter(({ id }) => id !== '')).toEqual([]);
	});

	it('has only nodes that n8n has, in versions that it has', () => {
		const unknown = workflow.nodes.filter(
			({ type, typeVersion }) => NODE_TYPES.get(type)?.includes(typeVersion) !== true,
		);
		expect(unknown.map(({ type, typeVersion }) => `${type} ${typeVersion}`)).toEqual([]);
	});

	it('has connections between its own nodes, all of them from left to right but into a pause', () => {
		const backwards = Object.entries(workflow.connections).flatMap(([from, outputs]) =>
			(outputs.main ?? [])
				.flatMap((targets) => targets ?? [])
				.map((target) => ({ from: node(from), to: node(target.node) }))
				.filter(({ from: source, to: target }) => {
					if (source === undefined || target === undefined) return true;
					return target.position[0] <= source.position[0] && target.type !== WAIT;
				}),
		);
		expect(backwards).toEqual([]);
	});

	it('has nodes and notes that do not cover each other', () => {
		const overlapping = workflow.nodes.flatMap((one, index) =>
			workflow.nodes
				.slice(index + 1)
				.filter((other) => overlap(one, other))
				.map((other) => [one.name, other.name]),
		);
		expect(overlapping).toEqual([]);
	});
});

function overlap(one: INode, other: INode): boolean {
	const [a, b] = [boxOf(one), boxOf(other)];
	return (
		a.left < b.left + b.width &&
		b.left < a.left + a.width &&
		a.top < b.top + b.height &&
		b.top < a.top + a.height
	);
}

function boxOf({ type, position: [left, top], parameters }: INode) {
	const size =
		type === STICKY_NOTE ? { width: Number(parameters.width), height: Number(parameters.height) } : NODE_SIZE;
	return { left, top, ...size };
}
