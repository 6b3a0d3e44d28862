import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { startEmulator } from '../../emulator';
import type { Emulator, EmulatorOptions } from '../../emulator';
import { credentialFor, ON_ERROR, serverToServerFor } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRun, NodeRunResult } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

/** How each operation is run, so that it sends something. */
const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	updateProfile: { profileId: '={{ $json.id }}', attributesMode: 'all' },
	bulkUpdateProfiles: { idField: 'id' },
	getProfile: { profileId: '={{ $json.id }}' },
	getBulkUpdateStatus: { batch: '={{ $json.id }}' },
};

/** Every switch of the panel, by its operation, with the words that the panel has for it. */
const PANEL = [
	['updateProfile', 'options.includeInputFields', 'Include Input Fields'],
	['updateProfile', 'options.previewOnly', 'Preview Only'],
	['updateProfile', 'options.verifyProfileExists', 'Verify Profile Exists'],
	['bulkUpdateProfiles', 'options.previewOnly', 'Preview Only'],
	['bulkUpdateProfiles', 'waitForProcessing', 'Wait for Processing'],
	['getProfile', 'simplify', 'Simplify'],
	['getProfile', 'options.returnEmptyWhenMissing', 'Return Empty When Missing'],
	['getBulkUpdateStatus', 'includeCounts', 'Include Counts'],
] as const;

/** Those that are read for each item, so that an error names the first. */
const OF_ITEMS: ReadonlySet<string> = new Set(['simplify', 'includeCounts']);

/** What is neither true nor false: as the workflow may have it, and as an expression may come to it. */
const NEITHER: readonly unknown[] = [
	1,
	0,
	'',
	'yes',
	'1',
	' true',
	'false.',
	null,
	{},
	{ value: true },
	[],
	[true],
	'={{ undefined }}',
	'={{ null }}',
	'={{ $json.missing }}',
	'={{ $json.missing?.at }}',
	'={{ 1 }}',
	'={{ "" }}',
	'={{ "on" }}',
	'={{ {} }}',
	'={{ [] }}',
	'=true ',
	'={{ true }} ',
];

/** What is true, and what is false. */
const TRUE: readonly unknown[] = ['true', 'TRUE', 'True', '={{ true }}', '={{ "true" }}', '={{ 1 === 1 }}'];
const FALSE: readonly unknown[] = ['false', 'FALSE', '={{ false }}', '={{ "False" }}', '={{ 1 === 2 }}'];

const ITEMS: readonly IDataObject[] = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c1', tier: 'silver' },
];

let emulators = 0;

async function withTarget<Result>(
	use: (emulator: Emulator) => Promise<Result>,
	options: EmulatorOptions = {},
): Promise<Result> {
	const emulator = await startEmulator({
		...options,
		clientCode: `switches-${++emulators}`,
		clock: virtualClock.clock.now,
	});
	try {
		emulator.putProfile('thirdPartyId', 'c0', { tier: 'bronze' });
		return await use(emulator);
	} finally {
		await emulator.close();
	}
}

/** The parameters of an operation with a value at a place of the panel, e.g. `options.previewOnly`. */
function parametersWith(operation: string, field: string, value: unknown): INodeParameters {
	const [first = '', second] = field.split('.');
	const given = second === undefined ? { [first]: value } : { [first]: { [second]: value } };
	return { operation, ...OPERATIONS[operation], ...given };
}

async function run(emulator: Emulator, rest: Omit<NodeRun, 'items' | 'credential'>, credential = {}) {
	return await runNode({
		items: ITEMS,
		...rest,
		credential: { ...credentialFor(emulator), ...credential },
	});
}

function expectRefused(
	result: NodeRunResult,
	onError: NodeRun['onError'],
	words: string,
	isOfItem = false,
): void {
	if (onError === 'stopWorkflow') {
		expect(result.error?.message).toBe(isOfItem ? `Item 0: ${words}` : words);
		expect(result.success).toEqual([]);
		return;
	}
	expect(result.error).toBeUndefined();
	const failed = onError === 'continueErrorOutput' ? result.failed : result.success;
	expect(failed.map(({ json }) => json.error)).toEqual(ITEMS.map(() => words));
	if (onError === 'continueErrorOutput') expect(result.success).toEqual([]);
}

const asText = (value: unknown) => JSON.stringify(value);

describe.each(PANEL)('%s: %s', (operation, field, label) => {
	test.each(NEITHER.map((value) => [asText(value), value]))(
		'with %s it is an error that names the option, and Target is not asked',
		async (_, value) => {
			await withTarget(async (emulator) => {
				for (const onError of ON_ERROR) {
					const result = await run(emulator, {
						parameters: parametersWith(operation, field, value),
						onError,
					});
					const words = `The option "${label}" must be true or false`;
					expectRefused(result, onError, words, OF_ITEMS.has(field));
					expect(emulator.counts.connections).toBe(0);
				}
			});
		},
	);

	/** What comes of a value, without what differs from run to run. */
	const seenWith = async (value: unknown) =>
		await withTarget(async (emulator) => {
			const parameters = parametersWith(operation, field, value);
			const { success, error } = await run(emulator, { parameters, onError: 'continueRegularOutput' });
			expect(error).toBeUndefined();
			const known = JSON.stringify([
				success.map(({ json }) => json),
				emulator.requests.map(({ method, url }) => `${method} ${url}`),
			]);
			return known
				.replaceAll(emulator.clientCode, '{code}')
				.replaceAll(new URL(emulator.url).host, '{host}')
				.replace(/"modifiedAt":"[^"]*"/g, '')
				.replace(/\{code\}-\d+-/g, '{code}-');
		});

	test('its texts in any case are as good as true and false, which differ', async () => {
		const [whenTrue, whenFalse] = [await seenWith(true), await seenWith(false)];
		expect(whenTrue).not.toBe(whenFalse);
		for (const value of TRUE) expect([value, await seenWith(value)]).toEqual([value, whenTrue]);
		for (const value of FALSE) expect([value, await seenWith(value)]).toEqual([value, whenFalse]);
	});
});

test.each([
	['getProfile', 'simplify'],
	['getBulkUpdateStatus', 'includeCounts'],
])('%s: where it is wrong for a later item, nobody says that nothing was sent', async (operation, field) => {
	await withTarget(async (emulator) => {
		const value = '={{ $json.id === "c0" ? true : "yes" }}';
		const { error } = await run(emulator, { parameters: parametersWith(operation, field, value) });
		expect(emulator.counts.requests).toBe(1);
		expect(error?.message).toMatch(/^Item 1: The option ".*" must be true or false$/);
		expect(error?.description).toBe('If an expression gives it, check what that comes to.');
	});
});

/** A field of the credential whose expression comes to a value: what is saved as it is is a switch. */
const comesTo = (value: unknown) => `={{ ${value === undefined ? 'undefined' : JSON.stringify(value)} }}`;

describe.each(Object.keys(OPERATIONS))('%s: the switch of the credential', (operation) => {
	const parameters = { operation, ...OPERATIONS[operation] };
	const values: readonly unknown[] = [1, 0, '', 'yes', null, undefined, {}, [], ' true'];

	test.each(values.map(comesTo))(
		'with %s it is an error that names the field, and nobody is asked',
		async (customEndpoints) => {
			await withTarget(async (emulator) => {
				for (const onError of ON_ERROR) {
					const result = await run(emulator, { parameters, onError }, { customEndpoints });
					expectRefused(result, onError, '"Custom Endpoints" in the credential must be true or false');
					expect(emulator.counts.connections).toBe(0);
				}
			});
		},
	);

	test.each([...['true', 'TRUE', true].map(comesTo), true])(
		'with %j requests go to its own address',
		async (customEndpoints) => {
			await withTarget(async (emulator) => {
				await run(emulator, { parameters, onError: 'continueRegularOutput' }, { customEndpoints });
				expect(emulator.counts.requests).toBeGreaterThan(0);
			});
		},
	);
});

describe('the switch for creating tokens', () => {
	const values: readonly unknown[] = [1, 0, '', 'yes', null, undefined, {}, [], ' true'];
	const parameters = { operation: 'updateProfile', ...OPERATIONS.updateProfile };
	const withAccount = async (check: (emulator: Emulator) => Promise<void>) => {
		await withTarget(check, { identity: { hasToken: false } });
	};
	const errorWith = async (emulator: Emulator, createToken: unknown) => {
		const credential = { ...serverToServerFor(emulator), createToken: comesTo(createToken) };
		return (await run(emulator, { parameters }, credential)).error?.message;
	};

	test.each(values.map((value) => [asText(value), value]))(
		'with %s is an error that names the field, and nobody is asked',
		async (_, value) => {
			await withAccount(async (emulator) => {
				expect(await errorWith(emulator, value)).toBe(
					'"Create a Token Where There Is None" in the credential must be true or false',
				);
				expect(emulator.counts.connections).toBe(0);
			});
		},
	);

	test.each(['false', 'FALSE', false])('with %j creates none', async (value) => {
		await withAccount(async (emulator) => {
			expect(await errorWith(emulator, value)).toMatch(/^(?:Item 0: )?There is no profile token/);
			expect(emulator.identity?.counts.tokenCreations).toBe(0);
		});
	});

	test.each(['true', 'TRUE', true])('with %j creates one', async (value) => {
		await withAccount(async (emulator) => {
			await errorWith(emulator, value);
			expect(emulator.identity?.counts.tokenCreations).toBe(1);
		});
	});
});

test('every switch of the panel and of the credential is in these tables', () => {
	const switchesIn = (fields: readonly INodeProperties[], at: string): string[] =>
		fields.flatMap((field) => {
			const parts = (field.options ?? []).filter((part): part is INodeProperties => 'type' in part);
			const inside = switchesIn(parts, `${at}${field.name}.`);
			return field.type === 'boolean' ? [`${at}${field.name}`, ...inside] : inside;
		});
	const inPanel = Object.keys(OPERATIONS).flatMap((operation) =>
		switchesIn(
			new AdobeTarget().description.properties.filter(({ displayOptions }) =>
				displayOptions?.show?.operation?.includes(operation),
			),
			'',
		).map((field) => `${operation} ${field}`),
	);
	// A tool has another default for one of them, by a field of the same name.
	expect([...new Set(inPanel)].sort()).toEqual(
		PANEL.map(([operation, field]) => `${operation} ${field}`).sort(),
	);
	// The second is on by `true` alone; what signs requests has its test.
	expect(switchesIn(new AdobeTargetApi().properties, '')).toEqual([
		'createToken',
		'allowInHttpRequest',
		'customEndpoints',
	]);
});
