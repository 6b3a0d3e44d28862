import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = '.github/workflows';

const permissions = z.record(z.string(), z.string());
const step = z.object({
	uses: z.string().optional(),
	run: z.string().optional(),
	with: z.record(z.string(), z.unknown()).optional(),
	env: z.record(z.string(), z.string()).optional(),
});
const job = z.object({
	'runs-on': z.string().optional(),
	'timeout-minutes': z.number().optional(),
	uses: z.string().optional(),
	needs: z.array(z.string()).optional(),
	environment: z.string().optional(),
	permissions,
	strategy: z.object({ matrix: z.record(z.string(), z.array(z.string())) }).optional(),
	steps: z.array(step).optional(),
});
/** What of a workflow is looked at here; GitHub itself reads the rest. */
const workflowFile = z.object({
	name: z.string(),
	on: z.record(z.string(), z.unknown()),
	permissions,
	jobs: z.record(z.string(), job),
});

const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');
const workflow = (name: string) => workflowFile.parse(parse(read(name)));
const FILES = readdirSync(FOLDER);

function jobOf(file: string, name: string) {
	const found = workflow(file).jobs[name];
	if (found === undefined) throw new Error(`${file} has no job ${name}.`);
	return found;
}

const ci = workflow('ci.yml');
const publish = jobOf('publish.yml', 'publish');
const pack = jobOf('publish.yml', 'pack');
const commandsOf = ({ steps = [] }: typeof pack) => steps.flatMap(({ run = [] }) => run);

describe.each(FILES)('the workflow %s', (file) => {
	const { jobs, permissions: ofAll } = workflow(file);
	const steps = Object.values(jobs).flatMap((one) => one.steps ?? []);

	test('takes others’ actions by the hash of a commit, and says which version that is', () => {
		const used = steps.flatMap(({ uses = [] }) => uses);
		expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
		const lines = read(file).match(/^.*\buses: (?!\.\/).*$/gm) ?? [];
		expect(lines).toHaveLength(used.length);
		expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
	});

	test('may do nothing but what a job asks for, and no job asks for more than it needs', () => {
		expect(ofAll).toEqual({});
		for (const [name, one] of Object.entries(jobs)) {
			// To publish is all that the job may that does.
			const mayPublish = file === 'publish.yml' && name === 'publish';
			expect(one.permissions).toEqual(mayPublish ? { 'id-token': 'write' } : { contents: 'read' });
		}
	});

	test('knows no secret, and leaves none in the checkout', () => {
		expect(read(file)).not.toMatch(/\bsecrets\b|_TOKEN\b/);
		const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
		expect(checkouts.filter((one) => one.with?.['persist-credentials'] !== false)).toEqual([]);
	});

	test('puts no words of others into a shell', () => {
		const inserted = steps.flatMap(({ run = '' }) => [...run.matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)]);
		expect(inserted.map(([, what]) => what).filter((what) => !what?.startsWith('matrix.'))).toEqual([]);
	});

	test('ends by itself, and runs only commands that there are', () => {
		const endless = Object.values(jobs).filter(
			(one) => one.uses === undefined && one['timeout-minutes'] === undefined,
		);
		expect(endless).toEqual([]);
		const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
		const called = steps.flatMap(({ run = '' }) =>
			[...run.matchAll(/^npm (?:run )?([\w:]+)/gm)].map(([, name = '']) => name),
		);
		expect(called.filter((name) => !(name in scripts) && !['ci', 'publish'].includes(name))).toEqual([]);
	});
});

describe('CI', () => {
	test('runs for each change, and before publishing', () => {
		expect(Object.keys(ci.on).sort()).toEqual(['pull_request', 'push', 'workflow_call']);
	});

	test('runs the tests on the lowest Node.js that the node takes', () => {
		const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
		expect(jobOf('ci.yml', 'test').strategy?.matrix.node).toContain(engines.node.replace('>=', ''));
	});

	test('has a job for each version of n8n in which the node is tried', () => {
		const jobs = jobOf('ci.yml', 'matrix').strategy?.matrix.n8n ?? [];
		const { dependencies } = JSON.parse(readFileSync('test/n8n/package.json', 'utf8')) as {
			dependencies: { n8n: string };
		};
		const source = readFileSync('test/matrix/versions.mjs', 'utf8');
		const older = [...source.matchAll(/(?:^\t|n8n: )'(\d+\.\d+\.\d+)'/gm)].map(([, version = '']) => version);
		expect(older.length).toBeGreaterThan(2);
		const missing = [...older, dependencies.n8n].filter(
			(version) => !jobs.some((begin) => version.startsWith(`${begin}.`)),
		);
		expect(missing).toEqual([]);
	});
});

describe('publishing', () => {
	test('is by a tag alone, after all of CI', () => {
		expect(workflow('publish.yml').on).toEqual({ push: { tags: ['v*'] } });
		expect(jobOf('publish.yml', 'ci').uses).toBe('./.github/workflows/ci.yml');
		expect(publish.needs).toEqual(['ci', 'pack']);
		expect(publish.environment).toBe('npm');
	});

	test('looks first whether the publisher is named and the tag is the version’s', () => {
		const [check] = commandsOf(pack);
		expect(check).toBe('npm run publish:check -- --tag "$TAG"');
		expect(pack.steps?.find(({ run }) => run === check)?.env).toEqual({ TAG: '${{ github.ref_name }}' });
	});

	test('has provenance, of what this very run has built, and installs nothing where it may publish', () => {
		expect(commandsOf(pack).slice(1)).toEqual([
			'npm ci',
			'npm run build',
			'mkdir packed && npm pack --pack-destination packed',
		]);
		expect(commandsOf(publish)).toEqual(['npm publish ./packed/*.tgz --provenance --access public']);
		const setups = [...(pack.steps ?? []), ...(publish.steps ?? [])].filter(({ uses = '' }) =>
			uses.startsWith('actions/setup-node@'),
		);
		const without = { 'node-version': '24', 'package-manager-cache': false };
		expect(setups.map((one) => one.with)).toEqual([without, without]);
	});
});
