import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { credentialFor, ON_ERROR, savedText, serverToServerFor } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';

const BRANDS = ['north', 'south'] as const;

let emulators: Readonly<Record<string, Emulator>> = {};
let tests = 0;

beforeEach(async () => {
	tests++;
	const started = BRANDS.map(
		async (brand) =>
			[
				brand,
				await startEmulator({ clientCode: `${brand}-${tests}`, profileToken: `sample-token-of-${brand}` }),
			] as const,
	);
	emulators = Object.fromEntries(await Promise.all(started));
});

afterEach(async () => {
	await Promise.all(Object.values(emulators).map((emulator) => emulator.close()));
});

function emulatorOf(brand: string): Emulator {
	const emulator = emulators[brand];
	if (emulator === undefined) throw new Error(`There is no brand ${brand}`);
	return emulator;
}

/** A field that comes to something of the item's brand. */
function byBrand(valueOf: (brand: string) => string, others: IDataObject = {}): string {
	const values = { ...Object.fromEntries(BRANDS.map((brand) => [brand, valueOf(brand)])), ...others };
	return `={{ (${JSON.stringify(values)})[$json.brand] }}`;
}

/** The account of the brand that the item names. */
function brandCredential(others: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return {
		clientCode: byBrand((brand) => emulatorOf(brand).clientCode, { broken: 'a b' }),
		authentication: 'profileToken',
		profileToken: byBrand((brand) => `sample-token-of-${brand}`, { broken: 'x' }),
		customEndpoints: true,
		edgeUrl: byBrand((brand) => emulatorOf(brand).url, { broken: 'https://target.example.com' }),
		...others,
	};
}

const ITEMS = [
	{ id: 'c0', brand: 'north', tier: 'gold' },
	{ id: 'c1', brand: 'south', tier: 'silver' },
	{ id: 'c2', brand: 'north', tier: 'bronze' },
];

const WITH_BROKEN = [...ITEMS.slice(0, 1), { id: 'c1', brand: 'broken', tier: 'x' }, ...ITEMS.slice(2)];

const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	'Update Profile': {
		operation: 'updateProfile',
		profileId: '={{ $json.id }}',
		attributesMode: 'selected',
		fields: 'tier',
		options: { maxRetries: 0 },
	},
	'Update Profile with Verify Profile Exists': {
		operation: 'updateProfile',
		profileId: '={{ $json.id }}',
		attributesMode: 'selected',
		fields: 'tier',
		options: { maxRetries: 0, verifyProfileExists: true },
	},
	'Get Profile': { operation: 'getProfile', profileId: '={{ $json.id }}', options: { maxRetries: 0 } },
	'Get Bulk Update Status': { operation: 'getBulkUpdateStatus', batch: '=batch-{{ $json.id }}' },
};

const eachOperation = Object.entries(OPERATIONS);

async function run(
	parameters: INodeParameters,
	items: readonly IDataObject[],
	rest: Partial<Parameters<typeof runNode>[0]> = {},
): Promise<NodeRunResult> {
	return await runNode({ parameters, items, credential: brandCredential(), ...rest });
}

/** The items that a brand was asked about, or sent, each once. */
function idsAt(brand: string): string[] {
	const ids = emulatorOf(brand).requests.flatMap(
		({ url, body }) => /\bc\d\b/.exec(`${url} ${body.toString()}`)?.[0] ?? [],
	);
	return [...new Set(ids)].sort();
}

function requestsAtAll(): number {
	return Object.values(emulators).reduce((sum, { counts }) => sum + counts.connections, 0);
}

function putProfiles(): void {
	for (const { id, brand } of ITEMS) emulatorOf(brand).putProfile('thirdPartyId', id, { a: 'b' });
}

describe.each(eachOperation)('%s', (_, parameters) => {
	beforeEach(putProfiles);

	test('takes the credential of each item, with its token', async () => {
		const { success, error, credentialReads } = await run(parameters, ITEMS);
		expect(error).toBeUndefined();
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(success.filter(({ json }) => json.error !== undefined)).toEqual([]);
		expect([idsAt('north'), idsAt('south')]).toEqual([['c0', 'c2'], ['c1']]);
		expect(credentialReads).toBe(3);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'under %s, an item whose credential can’t be right fails alone',
		async (onError) => {
			const { success, failed, error } = await run(parameters, WITH_BROKEN, { onError });
			expect(error).toBeUndefined();
			const all = [...success, ...failed];
			expect(all).toHaveLength(3);
			const errors = all.filter(({ json }) => json.error !== undefined);
			expect(errors.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
				['The client code in the credential is not valid', { item: 1 }],
			]);
			expect([idsAt('north'), idsAt('south')]).toEqual([['c0', 'c2'], []]);
		},
	);

	test('under Stop Workflow, such an item is named, and nothing is sent', async () => {
		const { error } = await run(parameters, WITH_BROKEN, { onError: 'stopWorkflow' });
		expect(error?.message).toBe('Item 1: The client code in the credential is not valid');
		expect(error?.description).toMatch(/^Paste the client code alone.* Nothing was sent\.$/);
		expect(error?.context.itemIndex).toBe(1);
		expect(requestsAtAll()).toBe(0);
	});

	test('an expression of the credential that fails for an item is the error of that item, the first among them', async () => {
		const fails = '={{ $json.brand === "north" ? DateTime : $json.code }}';
		const credential = { clientCode: fails, customEndpoints: true, edgeUrl: emulatorOf('south').url };
		const items = ITEMS.map((item) => ({ ...item, code: emulatorOf('south').clientCode }));
		const rest = { credential: { ...brandCredential(), ...credential } };
		const { success, failed } = await run(parameters, items, { ...rest, onError: 'continueErrorOutput' });
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(failed[0]?.json.error).toMatch(/^this is a DateTime.* \[Error resolving credentials\]$/);
		expect([idsAt('north'), idsAt('south')]).toEqual([[], ['c1']]);
	});

	test('a token of one account is in nothing that another is sent, nor in what is saved', async () => {
		const result = await run(parameters, ITEMS);
		for (const brand of BRANDS) {
			const tokens = emulatorOf(brand).requests.map(({ headers }) => headers.authorization);
			expect(new Set(tokens)).toEqual(new Set([`Bearer sample-token-of-${brand}`]));
		}
		expect(savedText(result)).not.toContain('sample-token-of');
	});

	test('a credential that no item changes is read once, whatever its expressions', async () => {
		const plain = credentialFor(emulatorOf('north'), 'sample-token-of-north');
		const { url, clientCode } = emulatorOf('north');
		for (const credential of [
			plain,
			{ ...plain, clientCode: `={{ "${clientCode}" }}`, edgeUrl: `={{ $vars.url ?? "${url}" }}` },
			{ ...plain, profileToken: '={{ $env.TOKEN_OF_NOBODY ?? "sample-token-of-north" }}' },
		]) {
			const { credentialReads } = await run(parameters, ITEMS, { credential });
			expect(credentialReads).toBe(1);
		}
	});
});

test('a preview has the address of each item’s account', async () => {
	const parameters = { ...OPERATIONS['Update Profile'], options: { previewOnly: true } };
	const { success } = await run(parameters, WITH_BROKEN.concat(ITEMS[1] ?? []), {
		onError: 'continueRegularOutput',
	});
	const addressOf = (brand: string) =>
		`${emulatorOf(brand).url}/m2/${emulatorOf(brand).clientCode}/profile/update`;
	const addresses = success.map(({ json }) => (json.request as { url: string } | undefined)?.url);
	expect(addresses.map((url, at) => url?.replace(/\?.*/, '') ?? success[at]?.json.error)).toEqual([
		addressOf('north'),
		'The client code in the credential is not valid',
		addressOf('north'),
		addressOf('south'),
	]);
	expect(requestsAtAll()).toBe(0);
});

test('a field that only items with a wrong credential have is no unknown name', async () => {
	const items = [
		{ id: 'c0', brand: 'north' },
		{ id: 'c1', brand: 'broken', tier: 'x' },
	];
	const { hints } = await run(OPERATIONS['Update Profile'] ?? {}, items, {
		onError: 'continueRegularOutput',
	});
	expect(hints).toEqual([]);
});

test('an item whose parameters are wrong as well has the error of its credential', async () => {
	const parameters = { ...OPERATIONS['Update Profile'], profileId: '={{ $json.id.missing( }}' };
	const { success } = await run(parameters, WITH_BROKEN, { onError: 'continueRegularOutput' });
	expect(success[1]?.json.error).toBe('The client code in the credential is not valid');
});

test('each account has its own sign-in and its own token', async () => {
	const signing = await Promise.all(
		BRANDS.map((brand) =>
			startEmulator({
				clientCode: `signing-${brand}-${tests}`,
				identity: { clientSecret: `sample-${brand}` },
			}),
		),
	);
	try {
		const placeOf = (brand: string) => signing[BRANDS.indexOf(brand as 'north')];
		const url = byBrand((brand) => placeOf(brand)?.url ?? '');
		const credential = serverToServerFor(emulatorOf('north'), {
			clientCode: byBrand((brand) => placeOf(brand)?.clientCode ?? ''),
			clientSecret: '=sample-{{ $json.brand }}',
			edgeUrl: url,
			adminUrl: url,
			imsUrl: url,
		});
		const { success } = await run(OPERATIONS['Update Profile'] ?? {}, ITEMS, { credential });
		expect(success.map(({ json }) => json.submitted)).toEqual([true, true, true]);
		const updates = signing.map(
			({ requests }) => requests.filter(({ url: path }) => path.includes('/profile/update?')).length,
		);
		expect(updates).toEqual([2, 1]);
	} finally {
		await Promise.all(signing.map((emulator) => emulator.close()));
	}
});

test('n8n’s Allowed HTTP Request Domains by expression hold for the items for which they say so', async () => {
	const credential = brandCredential({
		allowedHttpRequestDomains: 'domains',
		allowedDomains: byBrand((brand) => (brand === 'north' ? '*.tt.omtrdc.net' : 'example.com')),
	});
	const elsewhere = 'https://demo.tt.omtrdc.net/m2/demo/profile/batchStatus?batchId=1';
	const parameters = {
		operation: 'getBulkUpdateStatus',
		batch: `={{ $json.brand === "south" ? "${elsewhere}" : "batch-1" }}`,
	};
	const { success } = await run(parameters, ITEMS, { credential, onError: 'continueRegularOutput' });
	expect(success.map(({ json }) => json.message)).toEqual([
		undefined,
		expect.stringContaining('not among the Allowed HTTP Request Domains'),
		undefined,
	]);
});

test('a tool of an agent uses the credential of its item', async () => {
	const { success, credentialReads } = await run(OPERATIONS['Update Profile'] ?? {}, ITEMS.slice(1, 2), {
		isTool: true,
	});
	expect(success.map(({ json }) => json.submitted)).toEqual([false]);
	expect([idsAt('north'), idsAt('south'), credentialReads]).toEqual([[], ['c1'], 1]);
});

describe('Bulk Update Profiles', () => {
	const BULK = { operation: 'bulkUpdateProfiles', idField: 'id', attributesMode: 'selected', fields: 'tier' };

	test('sends to the account that all items come to', async () => {
		const { success } = await run(BULK, [ITEMS[0] ?? {}, ITEMS[2] ?? {}]);
		expect(success.map(({ json }) => json.rows)).toEqual([2]);
		expect(emulatorOf('north').profile('thirdPartyId', 'c2')?.get('tier')).toBe('bronze');
	});

	test.each(ON_ERROR)('under %s refuses items of several accounts, and sends nothing', async (onError) => {
		for (const options of [{}, { previewOnly: true }, { invalidRows: 'skip' }]) {
			const { success, failed, error } = await run({ ...BULK, options }, ITEMS, { onError });
			const codes = BRANDS.map((brand) => `"${emulatorOf(brand).clientCode}"`).join(' and ');
			const message =
				'The credential comes to another account, or to other settings, for item 1 than for item 0';
			const description = `The client codes are ${codes}. A run of Bulk Update Profiles sends to one account. Give it the items of one account at a time, e.g. by a Switch node and a bulk node for each. Nothing was sent.`;
			const errors = onError === 'continueErrorOutput' ? failed : success;
			if (onError === 'stopWorkflow') {
				expect([error?.message, error?.description]).toEqual([message, description]);
			} else {
				expect(errors.map(({ json }) => [json.error, json.message])).toEqual(
					ITEMS.map(() => [message, description]),
				);
			}
			expect(requestsAtAll()).toBe(0);
		}
	});

	test('refuses another token for the same account, and names no token', async () => {
		const credential = {
			...credentialFor(emulatorOf('north')),
			authentication: 'profileToken',
			profileToken: '=sample-token-of-{{ $json.brand }}',
		};
		const result = await run(BULK, ITEMS, { credential });
		expect(result.error?.message).toMatch(/^The credential comes to another account, or to other settings/);
		expect(result.error?.description).toMatch(/^A run of Bulk/);
		expect(savedText(result)).not.toContain('sample-token-of');
		expect(requestsAtAll()).toBe(0);
	});

	test.each(ON_ERROR)('under %s an item whose credential can’t be right ends the run', async (onError) => {
		const { success, failed, error } = await run(BULK, WITH_BROKEN, { onError });
		const words = error?.message ?? failed[0]?.json.error ?? success[0]?.json.error;
		expect(words).toBe('Item 1: The client code in the credential is not valid');
		expect(requestsAtAll()).toBe(0);
	});
});
