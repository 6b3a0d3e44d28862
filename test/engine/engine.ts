import { Container } from '@n8n/di';
import {
	BinaryDataService,
	CredentialTestContext,
	ExecutionLifecycleHooks,
	getAdditionalKeys,
	WorkflowExecute,
} from 'n8n-core';
import { injectDomainRestrictionFields, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	IBinaryData,
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	OnError,
} from 'n8n-workflow';

import { AdobeTargetApi } from '../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../nodes/AdobeTarget/AdobeTarget.node';
import { watchedTarget } from './watchedTarget';

// n8n's services are of the file's own: n8n's engine is loaded once for many files.
Container.reset();

const WORKFLOW = 'engine-test';
const EXECUTION = 'engine-test';

/** What n8n writes before the IDs of files on disk. */
const DISK = 'filesystem-v2';

/** What n8n writes before the IDs of files that it keeps where only n8n can read them. */
const STORES = { storage: 's3', database: 'database' } as const;

/** A file that an input item carries. */
export interface ItemFile {
	readonly content: Buffer;
	readonly fileName: string;
}

/** A run of the Adobe Target node between a node that gives items and nodes that take what comes out. */
export interface NodeRun {
	readonly parameters: INodeParameters;
	/** The fields of each input item; the node gets these very objects, as it does from another node. */
	readonly items: readonly IDataObject[];
	/** The files of each input item, by the binary field that holds them. */
	readonly files?: ReadonlyArray<Readonly<Record<string, ItemFile>>>;
	/** Where n8n keeps these files: beside the item, which is the default, on disk, or where only n8n can read them. */
	readonly binaryMode?: 'memory' | 'filesystem' | keyof typeof STORES;
	/**
	 * As it is saved, its expressions with it; or what n8n throws when it is asked for it; undefined where none is chosen in
	 * the node.
	 */
	readonly credential: ICredentialDataDecryptedObject | Error | undefined;
	/** Whether the node has the type that n8n gives it as a tool of an agent. */
	readonly isTool?: boolean;
	/** n8n's "On Error"; stops the workflow where it is left out. */
	readonly onError?: OnError;
	/** Called once the execution runs, with what cancels it as n8n's Stop button does. */
	readonly onStarted?: (cancel: () => void) => void;
}

/** What a user would see of the run. */
export interface NodeRunResult {
	/** The items of the (success) output. */
	readonly success: INodeExecutionData[];
	/** The items of the error output; always empty unless `onError` is `continueErrorOutput`. */
	readonly failed: INodeExecutionData[];
	/** The error that stopped the workflow, as n8n saves and shows it. */
	readonly error: IRun['data']['resultData']['error'];
	readonly hints: readonly NodeExecutionHint[];
	/** How often the node has asked for the credential. */
	readonly credentialReads: number;
	/** What the node wrote to the browser's console while it ran. */
	readonly console: readonly string[];
	/** The whole run as n8n would save it. */
	readonly saved: IRun;
}

/**
 * Runs the node in n8n-core's own engine.
 *
 * @throws Error when somebody still listens for the end of the execution after it
 */
export async function runNode(run: NodeRun): Promise<NodeRunResult> {
	const { target, listeners } = watchedTarget();
	const workflow = new Workflow({
		id: WORKFLOW,
		name: 'Engine test',
		active: false,
		nodeTypes: nodeTypesWith(await inputItems(run), target),
		nodes: [
			{ id: '1', name: 'Items', type: 'test.items', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: '2',
				name: 'Adobe Target',
				type: `n8n-nodes-adobe-target.adobeTarget${run.isTool === true ? 'Tool' : ''}`,
				typeVersion: 1,
				position: [200, 0],
				parameters: run.parameters,
				...(run.credential && {
					credentials: { adobeTargetApi: { id: '1', name: 'Adobe Target (test)' } },
				}),
				...(run.onError && { onError: run.onError }),
			},
			{ id: '3', name: 'Success', type: 'test.end', typeVersion: 1, position: [400, 0], parameters: {} },
			{ id: '4', name: 'Failed', type: 'test.end', typeVersion: 1, position: [400, 200], parameters: {} },
		],
		connections: {
			Items: { main: [[{ node: 'Adobe Target', type: 'main', index: 0 }]] },
			'Adobe Target': {
				main: [[{ node: 'Success', type: 'main', index: 0 }], [{ node: 'Failed', type: 'main', index: 0 }]],
			},
		},
	});
	const console: string[] = [];
	let credentialReads = 0;
	const decrypt = decrypting(run.credential);
	const additionalData = additionalDataFor((...given) => {
		credentialReads++;
		return decrypt(...given);
	}, console);
	const execution = new WorkflowExecute(additionalData, 'manual').run({
		workflow,
		startNode: workflow.getNode('Items') ?? undefined,
	});
	run.onStarted?.(() => {
		execution.cancel();
	});
	const saved = await execution;
	if (listeners() > 0) throw new Error(`${listeners()} still listen for the end of the execution.`);
	const [task] = saved.data.resultData.runData['Adobe Target'] ?? [];
	return {
		success: task?.data?.main?.[0] ?? [],
		failed: task?.data?.main?.[1] ?? [],
		error: saved.data.resultData.error,
		hints: task?.hints ?? [],
		credentialReads,
		console,
		saved,
	};
}

/** What n8n's editor does when a credential is saved, in n8n-core's own context for it. */
export async function testCredential(
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const { testCredential: test } = new AdobeTarget().methods.credentialTest;
	return await test.call(new CredentialTestContext(), {
		id: '1',
		name: 'Adobe Target (test)',
		type: 'adobeTargetApi',
		data,
	});
}

/** The content of a file that a node gave, wherever n8n keeps it. */
export async function contentOf(file: IBinaryData): Promise<Buffer> {
	return await Container.get(BinaryDataService).getAsBuffer(file);
}

async function inputItems({
	items,
	files = [],
	binaryMode = 'memory',
}: NodeRun): Promise<INodeExecutionData[]> {
	const service = Container.get(BinaryDataService);
	// Until then the service keeps in memory whatever it is given.
	if (binaryMode !== 'memory') await service.init();
	// Files on disk pass for files of other stores, which have another mode before their ID and no path.
	const store = {
		getAsStream: (fileId: string, chunkSize?: number) => service.getAsStream(`${DISK}:${fileId}`, chunkSize),
		getMetadata: (fileId: string) => service.getMetadata(`${DISK}:${fileId}`),
	};
	for (const mode of Object.values(STORES)) {
		Reflect.apply(service.setManager.bind(service), service, [mode, store]);
	}
	const keep = async ({ content, fileName }: ItemFile): Promise<IBinaryData> => {
		const file = { data: '', mimeType: 'text/plain', fileName };
		if (binaryMode === 'memory') return { ...file, data: content.toString('base64') };
		const stored = await service.store(
			{ type: 'execution', workflowId: WORKFLOW, executionId: EXECUTION },
			content,
			file,
		);
		if (binaryMode === 'filesystem') return stored;
		return { ...stored, id: stored.id?.replace(DISK, STORES[binaryMode]) };
	};
	return await Promise.all(
		items.map(async (json, index) => {
			const binary: IBinaryKeyData = {};
			for (const [field, file] of Object.entries(files[index] ?? {})) binary[field] = await keep(file);
			return { json, ...(files[index] && { binary }) };
		}),
	);
}

function nodeTypesWith(items: readonly INodeExecutionData[], target: INodeType): INodeTypes {
	const types: Record<string, INodeType> = {
		'test.items': stub('Items', () => items.map((item) => ({ ...item }))),
		'test.end': stub('End', () => []),
		'n8n-nodes-adobe-target.adobeTarget': target,
		'n8n-nodes-adobe-target.adobeTargetTool': target,
	};
	const byName = (name: string) => {
		const type = types[name];
		if (type === undefined) throw new Error(`The engine test has no node type ${name}`);
		return type;
	};
	return {
		getByName: byName,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(byName(name), version),
		getKnownTypes: () => ({}),
	};
}

function stub(displayName: string, execute: () => INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName,
			name: displayName.toLowerCase(),
			group: ['transform'],
			version: 1,
			description: displayName,
			defaults: { name: displayName },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		execute: () => Promise.resolve([execute()]),
	};
}

/** Gives a credential as n8n does: the fields that are shown, then what their expressions come to for the item. */
function decrypting(credential: NodeRun['credential']): ICredentialsHelper['getDecrypted'] {
	if (credential instanceof Error) return () => Promise.reject(credential);
	if (credential === undefined) return () => Promise.resolve({});
	const properties = injectDomainRestrictionFields(new AdobeTargetApi());
	return (additionalData, _, __, mode, executeData, ___, at) => {
		const shown = NodeHelpers.getNodeParameters(
			properties,
			credential as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			const given = credential[name];
			if (given !== undefined) shown[name] ??= given;
		}
		if (at === undefined) throw new Error('A node in a workflow has an item for which it asks');
		try {
			const resolved = at.workflow.expression.getParameterValue(
				shown as INodeParameters,
				at.runExecutionData,
				at.runIndex,
				at.itemIndex,
				at.node.name,
				at.connectionInputData,
				mode,
				getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
				executeData,
				false,
				shown,
			);
			return Promise.resolve(resolved as ICredentialDataDecryptedObject);
		} catch (error) {
			if (error instanceof Error) error.message += ' [Error resolving credentials]';
			throw error;
		}
	};
}

function additionalDataFor(
	getDecrypted: ICredentialsHelper['getDecrypted'],
	console: string[],
): IWorkflowExecuteAdditionalData {
	const address = 'http://127.0.0.1/';
	const credentialsHelper: Partial<ICredentialsHelper> = {
		getDecrypted,
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: () => [],
	};
	const hooks = new ExecutionLifecycleHooks('manual', EXECUTION, {
		id: WORKFLOW,
		name: 'Engine test',
		active: false,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [],
		connections: {},
		activeVersionId: null,
	});
	const used: Partial<IWorkflowExecuteAdditionalData> & { hooks: ExecutionLifecycleHooks } = {
		credentialsHelper: credentialsHelper as ICredentialsHelper,
		executionId: EXECUTION,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: address,
		instanceBaseUrl: address,
		formBaseUrl: address,
		formWaitingBaseUrl: address,
		formTestBaseUrl: address,
		mcpBaseUrl: address,
		mcpTestBaseUrl: address,
		webhookBaseUrl: address,
		webhookWaitingBaseUrl: address,
		webhookTestBaseUrl: address,
		hooks,
		sendDataToUI(type, data) {
			if (type !== 'sendConsoleMessage' || !('messages' in data)) return;
			console.push(...(data.messages as string[]));
		},
	};
	// The engine touches only these of n8n's some forty services in such a run.
	return used as IWorkflowExecuteAdditionalData;
}
