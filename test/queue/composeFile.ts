import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where the files for queue mode are. */
const DEPLOY = path.join(__dirname, '..', '..', 'deploy');

/** `${NAME:?what to do about it}`, the one form that the file uses. */
const VARIABLE = /\$\{(\w+):\?[^}]*\}/g;

const compose = z.object({
	services: z.record(
		z.object({
			image: z.string(),
			command: z.string().optional(),
			environment: z.record(z.string()).optional(),
			volumes: z.array(z.string()).optional(),
			deploy: z.object({ replicas: z.number() }).optional(),
		}),
	),
});

/** A service of the compose file: what it runs, with which environment. */
type ComposeService = z.infer<typeof compose>['services'][string];

/** The compose file as it is, without the values of `.env`. */
export function readComposeFile(): unknown {
	return parse(readFileSync(path.join(DEPLOY, 'compose.yaml'), 'utf8'), { merge: true });
}

/** What `.env.example` has, which is to be filled in. */
export function emptyValues(): Readonly<Record<string, string | undefined>> {
	return parseEnv(readFileSync(path.join(DEPLOY, '.env.example'), 'utf8'));
}

/**
 * A service of the compose file, with a sample for each value of `.env.example`.
 *
 * @throws Error that names what is missing
 */
export function composeService(name: string): ComposeService {
	const values = emptyValues();
	const service = compose.parse(readComposeFile()).services[name];
	if (service === undefined) throw new Error(`The compose file has no service "${name}".`);
	const environment = Object.entries(service.environment ?? {}).map(([setting, value]) => [
		setting,
		value.replace(VARIABLE, (_, variable: string) => {
			if (values[variable] === undefined) throw new Error(`.env.example has no ${variable}.`);
			return `sample-${variable}`;
		}),
	]);
	return { ...service, environment: Object.fromEntries(environment) as Record<string, string> };
}

/** What the image's Dockerfile runs, as one command for a shell. */
export function imageCommand(): string {
	const [, command] = /^RUN (.*?[^\\])$/ms.exec(dockerfile()) ?? [];
	if (command === undefined) throw new Error('The Dockerfile has no RUN.');
	return command.replaceAll('\\\n', ' ');
}

/** The Dockerfile's text. */
export function dockerfile(): string {
	return readFileSync(path.join(DEPLOY, 'Dockerfile'), 'utf8');
}
