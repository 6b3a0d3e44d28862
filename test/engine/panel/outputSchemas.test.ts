import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { emulatorPerTest, credentialFor, runBulk, runUpdate } from '../emulatedRun';
import { runNode } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const FOLDER = path.join(__dirname, '..', '..', '..', 'nodes', 'AdobeTarget', '__schema__', 'v1.0.0');

const emulator = emulatorPerTest({ clock: virtualClock.clock.now });

const ITEMS = [{ id: 'c1', tier: 'gold' }];

async function runOther(parameters: INodeParameters) {
	return await runNode({ parameters, items: ITEMS, credential: credentialFor(emulator()) });
}

/** The status of a batch that Target has processed. */
async function runStatus() {
	const { success } = await runBulk(emulator(), ITEMS, { waitForProcessing: true });
	const batch = success[0]?.json.batchId as string;
	return await runOther({ operation: 'getBulkUpdateStatus', batch });
}

async function runGet() {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	return await runOther({ operation: 'getProfile', profileId: 'c1' });
}

const RUNS = {
	updateProfile: () => runUpdate(emulator(), ITEMS),
	bulkUpdateProfiles: () => runBulk(emulator(), ITEMS),
	getBulkUpdateStatus: runStatus,
	getProfile: runGet,
};

/** What the editor shows of a node that has not run: the names of its fields, and what they hold. */
function typesInSchema(operation: string): Record<string, string> {
	const schema = JSON.parse(readFileSync(path.join(FOLDER, `${operation}.json`), 'utf8')) as {
		properties: Record<string, { type: string }>;
	};
	return Object.fromEntries(Object.entries(schema.properties).map(([name, { type }]) => [name, type]));
}

function typesIn(json: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [
			name,
			Number.isInteger(value) ? 'integer' : Array.isArray(value) ? 'array' : typeof value,
		]),
	);
}

test('every operation has a schema', () => {
	const [{ options = [] } = {}] = new AdobeTarget().description.properties;
	const operations = options.map((option) => ('value' in option ? String(option.value) : '')).sort();
	expect(readdirSync(FOLDER).sort()).toEqual(operations.map((operation) => `${operation}.json`));
	expect(Object.keys(RUNS).sort()).toEqual(operations);
});

test.each(Object.entries(RUNS))(
	'the schema of %s is what it gives, in the same order',
	async (operation, run) => {
		const { success, error } = await run();
		expect(error).toBeUndefined();
		expect(success).toHaveLength(1);
		const given = typesIn(success[0]?.json ?? {});
		expect(Object.entries(given)).toEqual(Object.entries(typesInSchema(operation)));
	},
);
