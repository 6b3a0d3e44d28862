import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { startEmulator } from '../emulator';
import type { Emulator, EmulatorOptions } from '../emulator';
import { runNode } from './engine';
import type { NodeRun, NodeRunResult } from './engine';

/** n8n's three "On Error" settings. */
export const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** What a credential needs to know of an emulator. */
export type Place = Pick<Emulator, 'url' | 'clientCode'>;

let emulators = 0;

/** An emulator for each test of a file, closed after it. */
export function emulatorPerTest(options: EmulatorOptions = {}): () => Emulator {
	let emulator: Emulator | undefined;
	beforeEach(async () => {
		// A client code of its own: the node counts the calls of each, also across runs.
		emulator = await startEmulator({ clientCode: `democlient-${++emulators}`, ...options });
	});
	afterEach(async () => {
		await emulator?.close();
	});
	return () => {
		if (emulator === undefined) throw new Error('The emulator runs only within a test');
		return emulator;
	};
}

/** The credential that leads to an emulator. */
export function credentialFor(emulator: Place, profileToken?: string): ICredentialDataDecryptedObject {
	return {
		clientCode: emulator.clientCode,
		authentication: profileToken === undefined ? 'none' : 'profileToken',
		...(profileToken !== undefined && { profileToken }),
		customEndpoints: true,
		edgeUrl: emulator.url,
	};
}

/** The credential of server-to-server sign-ins whose edge, sign-in and Admin API are one emulator. */
export function serverToServerFor(
	emulator: Place,
	others: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		...credentialFor(emulator),
		authentication: 'oAuthServerToServer',
		tenantId: 'demotenant',
		clientId: 'sample-client-id',
		clientSecret: 'sample-client-secret',
		scopes: 'openid',
		adminUrl: emulator.url,
		imsUrl: emulator.url,
		...others,
	};
}

type Rest = Partial<Omit<NodeRun, 'parameters' | 'items'>>;

/** Update Profile: by default all fields of an item but its `id`, which is the third-party ID. */
export async function runUpdate(
	emulator: Place,
	items: readonly IDataObject[],
	parameters: INodeParameters = {},
	rest: Rest = {},
): Promise<NodeRunResult> {
	return await runNode({
		parameters: {
			operation: 'updateProfile',
			profileId: '={{ $json.id }}',
			attributesMode: 'all',
			...parameters,
			options: withoutRetries(parameters.options ?? { excludeFields: 'id' }),
		},
		items,
		credential: credentialFor(emulator),
		...rest,
	});
}

/** Bulk Update Profiles: by default all fields of an item but its `id`, which is the third-party ID. */
export async function runBulk(
	emulator: Place,
	items: readonly IDataObject[],
	parameters: INodeParameters = {},
	rest: Rest = {},
): Promise<NodeRunResult> {
	return await runNode({
		parameters: {
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			...parameters,
			options: withoutRetries(parameters.options ?? {}),
		},
		items,
		credential: credentialFor(emulator),
		...rest,
	});
}

/** Bulk Update Profiles of a file: by default a CSV whose `id` is the third-party ID; all its other columns are sent. */
export async function runFile(
	emulator: Emulator,
	content: string | Buffer,
	parameters: INodeParameters = {},
	rest: Rest = {},
): Promise<NodeRunResult> {
	const { files = [{ data: { content: Buffer.from(content), fileName: 'customers.csv' } }] } = rest;
	return await runBulk(
		emulator,
		files.map(() => ({})),
		{ source: 'file', fileFormat: 'csv', binaryPropertyName: 'data', ...parameters },
		{ ...rest, files },
	);
}

/** Each answer is the last, unless a test asks for retries. */
function withoutRetries(options: INodeParameters[string]): INodeParameters {
	if (typeof options !== 'object' || options === null || Array.isArray(options)) {
		throw new TypeError('The options of a run are an object');
	}
	return { maxRetries: 0, ...(options as INodeParameters) };
}

/** Everything that n8n would save of a run, as one text. */
export function savedText(result: NodeRunResult): string {
	return textOf(result.saved);
}

/** Anything as one text, errors with all that they carry. */
export function textOf(anything: object): string {
	const seen = new WeakSet();
	return JSON.stringify(anything, (_, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		return value instanceof Error
			? Object.fromEntries(
					Object.getOwnPropertyNames(value).map((name) => [name, Reflect.get(value, name) as unknown]),
				)
			: value;
	});
}
