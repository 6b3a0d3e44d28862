import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../emulator';
import { emulatorCredential } from '../n8n/examples';
import { installNode, PACKAGE_NAME } from '../n8n/installNode';
import { N8nCommands, type Programs, type RunData } from './n8nCommands';

const CREDENTIAL = { id: 'matrixCredential', name: 'Adobe Target (emulator)' };

/** One without an ID, one that Target refuses, and two that it takes. */
const CUSTOMERS = [
	{ id: 'c1', tier: 'gold' },
	{ id: '', tier: 'lost' },
	{ id: 'c2', tier: 'refused' },
	{ id: 'c3', tier: 'silver' },
];

/** What each output of the two nodes has to hold, in words. */
const EXPECTED: Readonly<Record<string, readonly [success: number, failed: number]>> = {
	'Update Profile': [2, 2],
	'Bulk Update Profiles': [2, 2],
};

/**
 * Runs both updating operations with "Continue (using error output)" in an n8n that is installed, and looks whether what
 * failed has left by the error output, and only that.
 *
 * @returns what was wrong, in words; nothing where all is as it should be
 */
export async function checkErrorOutput(programs: Programs, tarball: string): Promise<string[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-matrix-'));
	const emulator = await startEmulator();
	try {
		await installNode(tarball, folder);
		const n8n = new N8nCommands(programs, folder);
		await n8n.importCredential({ ...emulatorCredential(emulator), ...CREDENTIAL });
		await n8n.importWorkflow(workflow());
		refuseTheSecondOfEach(emulator);
		const runData = await n8n.execute(workflow().id);
		return Object.entries(EXPECTED).flatMap(([node, expected]) => problemsOf(runData, node, expected));
	} finally {
		await emulator.close();
		await rm(folder, { recursive: true });
	}
}

/** The nodes run one after the other, and send one request at a time: of three customers with an ID, c2 is the second. */
function refuseTheSecondOfEach(emulator: Emulator): void {
	for (const { id } of CUSTOMERS) emulator.putProfile('thirdPartyId', id);
	for (let node = 0; node < 2; node++) {
		emulator.answerNext({ fault: 'latency', ms: 0 });
		emulator.answerNext({ fault: 'spoiled', how: 'refused' });
		emulator.answerNext({ fault: 'latency', ms: 0 });
	}
}

function problemsOf(runData: RunData, node: string, expected: readonly [number, number]): string[] {
	const outputs = runData[node]?.[0]?.data?.main;
	if (outputs === undefined) return [`${node} did not run`];
	const [success, failed] = [outputs[0] ?? [], outputs[1] ?? []].map((items) =>
		items.map(({ json }) => json),
	);
	const problems: string[] = [];
	if (success?.some(isError)) problems.push(`${node} has failed items on its success output`);
	if (!failed?.every(isError)) problems.push(`${node} has others than failed items on its error output`);
	if (success?.length !== expected[0] || failed?.length !== expected[1]) {
		problems.push(
			`${node} gave ${success?.length} and ${failed?.length} items, expected were ${expected.join(' and ')}`,
		);
	}
	return problems.length === 0 ? [] : [...problems, JSON.stringify({ success, failed })];
}

function isError(json: IDataObject): boolean {
	return typeof json.error === 'string';
}

function workflow() {
	const nodes: INode[] = [
		node('Run by Hand', 'n8n-nodes-base.manualTrigger', 1, {}, 0),
		node(
			'Customers',
			'n8n-nodes-base.set',
			3.4,
			{ mode: 'raw', jsonOutput: JSON.stringify({ customers: CUSTOMERS }), options: {} },
			200,
		),
		node('Each', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'customers', options: {} }, 400),
		updating('Update Profile', {
			operation: 'updateProfile',
			profileId: '={{ $json.id }}',
			attributesMode: 'all',
			options: { excludeFields: 'id', concurrency: 1, maxRetries: 0 },
		}),
		updating('Bulk Update Profiles', {
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			options: { invalidRows: 'skip', rowsPerBatch: 1, concurrency: 1, maxRetries: 0 },
		}),
		node('Sent', 'n8n-nodes-base.noOp', 1, {}, 1_000),
		node('Failed', 'n8n-nodes-base.noOp', 1, {}, 1_000, 200),
	];
	const to = (...names: string[]) => names.map((name) => ({ node: name, type: 'main', index: 0 }));
	return {
		id: 'matrixErrorOutput',
		name: 'Error output',
		active: false,
		// n8n 2 wants it at an import.
		versionId: '00000000-0000-4000-8000-000000000001',
		settings: { executionOrder: 'v1' },
		nodes,
		connections: {
			'Run by Hand': { main: [to('Customers')] },
			Customers: { main: [to('Each')] },
			Each: { main: [to('Update Profile', 'Bulk Update Profiles')] },
			'Update Profile': { main: [to('Sent'), to('Failed')] },
			'Bulk Update Profiles': { main: [to('Sent'), to('Failed')] },
		},
	};
}

function updating(name: string, parameters: INode['parameters']): INode {
	return {
		...node(name, `${PACKAGE_NAME}.adobeTarget`, 1, parameters, 600, name === 'Update Profile' ? 0 : 200),
		credentials: { adobeTargetApi: CREDENTIAL },
		onError: 'continueErrorOutput',
	};
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'],
	x: number,
	y = 0,
): INode {
	return { id: name, name, type, typeVersion, position: [x, y], parameters };
}
