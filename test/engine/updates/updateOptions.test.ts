import type { INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { credentialFor, emulatorPerTest, ON_ERROR, runUpdate, savedText } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const emulator = emulatorPerTest();

const ITEMS = [
	{ id: 'known', tier: 'gold & more' },
	{ id: 'unknown', tier: 'silver' },
];

const TIER = { assignments: [{ id: 'a', name: 'tier', type: 'string', value: 'gold' }] };

function held(id: string) {
	return Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
}

describe('Verify Profile Exists', () => {
	const options = { excludeFields: 'id', verifyProfileExists: true };

	test('an unknown profile is an outcome of its own, with words for it, and nothing is sent', async () => {
		emulator().putProfile('thirdPartyId', 'known');
		const { success, error } = await runUpdate(emulator(), ITEMS, { options });
		expect(error).toBeUndefined();
		expect(success.map(({ json }) => [json.profileId, json.submitted])).toEqual([
			['known', true],
			['unknown', false],
		]);
		expect(success[1]?.json.message).toBe(
			'Target has no profile with this ID, so nothing was sent. A page visit with this ID creates it, or Bulk Update Profiles with version 2 of the API.',
		);
		expect(success[1]?.json.error).toBeUndefined();
		expect(held('known')).toEqual({ tier: 'gold & more' });
		expect(emulator().counts).toMatchObject({ fetches: 2, singleUpdates: 1 });
	});

	test('unknown profiles are a warning with their number and the first IDs', async () => {
		emulator().putProfile('thirdPartyId', 'known');
		const others = Array.from({ length: 22 }, (_, index) => ({ id: `u-${index}`, tier: 'gold' }));
		const { hints } = await runUpdate(emulator(), [{ id: 'known', tier: 'gold' }, ...others], {
			options: { ...options, concurrency: 1 },
		});
		expect(hints).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringMatching(
					/^Target has no profile for 22 of 23 items, for which nothing was sent: "u-0", .*"u-19" and 2 more\. Unknown Profiles /,
				) as string,
			}),
		]);
	});

	test.each(ON_ERROR)('as errors, unknown profiles leave by the error output: %s', async (onError) => {
		emulator().putProfile('thirdPartyId', 'known');
		const parameters = { options: { ...options, unknownProfiles: 'error' } };
		const { success, failed, error, hints } = await runUpdate(emulator(), ITEMS, parameters, { onError });
		const message = 'Target has no profile with the ID "unknown", so nothing was sent';
		const item = [...failed, ...success].find(({ json }) => json.error);
		if (onError === 'stopWorkflow') expect(error?.message).toBe(`Item 1: ${message}`);
		else expect(item?.json.error).toBe(message);
		if (onError === 'continueErrorOutput') {
			expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			expect(success.map(({ json }) => json.submitted)).toEqual([true]);
		}
		expect(hints).toEqual([]);
		expect(held('known')).toEqual({ tier: 'gold & more' });
	});

	test.each<[string, INodeParameters, string[]]>([
		['unless it is told not to', {}, ['GET']],
		['and not where it is switched off', { verifyProfileExists: false }, ['POST']],
	])('as a tool the node asks first, %s', async (_, given, methods) => {
		const parameters = { attributesMode: 'define', attributes: TIER, options: given };
		const { success } = await runUpdate(emulator(), ITEMS.slice(1), parameters, { isTool: true });
		expect(success[0]?.json.submitted).toBe(methods[0] === 'POST');
		expect(emulator().requests.map(({ method }) => method)).toEqual(methods);
	});

	test('what was verified does not say that it was not', async () => {
		emulator().putProfile('thirdPartyId', 'known');
		const verified = await runUpdate(emulator(), ITEMS.slice(0, 1), { options });
		expect(verified.success[0]?.json.message).toBe('Request successfully submitted');
		const other = await runUpdate(emulator(), ITEMS);
		expect(other.success.map(({ json }) => json.message)).toEqual(
			ITEMS.map(
				() => 'Request successfully submitted. Whether Target has a profile with this ID was not checked.',
			),
		);
	});

	test('a PC ID is asked for with its location hint', async () => {
		emulator().putProfile('pcId', '1-2.28_20');
		const { success } = await runUpdate(emulator(), [{ id: '1-2.28_20', tier: 'gold' }], {
			idType: 'pcId',
			options,
		});
		expect(success[0]?.json.submitted).toBe(true);
	});

	test.each([
		['a 404 in other words', { status: 404, body: 'Not Found' }, 'Target does not know this address'],
		['a server error', { status: 500 }, 'Target has a problem of its own'],
		['a web page', { status: 200, body: '<html>Sign in</html>' }, 'A web page came back'],
	])('%s is an error of the item, not a missing profile', async (_, answer, message) => {
		emulator().answerNext(answer);
		const { success } = await runUpdate(
			emulator(),
			ITEMS.slice(0, 1),
			{ options },
			{ onError: 'continueRegularOutput' },
		);
		expect(success[0]?.json.error).toContain(message);
		expect(emulator().counts.singleUpdates).toBe(0);
	});

	test('without it nothing is asked', async () => {
		await runUpdate(emulator(), ITEMS);
		expect(emulator().counts).toMatchObject({ fetches: 0, singleUpdates: 2 });
	});

	test.each(['.', '..'])('the ID "%s" does not change the path', async (id) => {
		const { success } = await runUpdate(
			emulator(),
			[{ id, tier: 'gold' }],
			{ options },
			{ onError: 'continueRegularOutput' },
		);
		expect(success[0]?.json.error).toBe(
			`The ID of the profile is "${id}", which can’t be a part of an address`,
		);
		expect(emulator().counts.requests).toBe(0);
	});
});

test('a preview gives each request, without the token, and sends nothing', async () => {
	const token = 'sample-profile-token-0001';
	const result = await runUpdate(
		emulator(),
		ITEMS,
		{ options: { excludeFields: 'id', previewOnly: true } },
		{ credential: credentialFor(emulator(), token) },
	);
	expect(result.success).toEqual(
		['known', 'unknown'].map((profileId, item) => ({
			json: {
				profileId,
				idType: 'thirdPartyId',
				attributesSent: 1,
				submitted: false,
				request: {
					method: 'POST',
					url: `${emulator().url}/m2/${emulator().clientCode}/profile/update?mbox3rdPartyId=${profileId}&profile.tier=${item === 0 ? 'gold%20%26%20more' : 'silver'}`,
					body: '',
				},
			},
			pairedItem: { item },
		})),
	);
	expect(savedText(result)).not.toContain(token);
	expect(emulator().counts.connections).toBe(0);
});

test('no more requests begin in a second than are allowed, fetches and updates alike', async () => {
	const items = Array.from({ length: 30 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	for (const { id } of items) emulator().putProfile('thirdPartyId', id);
	const began = clock.now();
	await runUpdate(emulator(), items, {
		options: { excludeFields: 'id', maxRequestsPerSecond: 5, verifyProfileExists: true },
	});
	expect(emulator().counts).toMatchObject({ fetches: 30, singleUpdates: 30 });
	expect(clock.now() - began).toBeCloseTo(59 * 200, -1);
});

test('without a limit requests wait for nothing', async () => {
	const began = clock.now();
	await runUpdate(emulator(), ITEMS);
	expect(clock.now()).toBe(began);
});

test.each([
	[1_000, undefined],
	[1_001, '1,001 items took a request each. Bulk Update Profiles sends them in a few uploads.'],
])('for %i items the hint is: %s', async (count, message) => {
	const items = Array.from({ length: count }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const { hints } = await runUpdate(emulator(), items);
	expect(hints[0]?.message).toBe(message);
});

test('an update that fails for a moment is sent again', async () => {
	emulator().answerNext({ status: 500 }, 2);
	const { success } = await runUpdate(emulator(), ITEMS, { options: { excludeFields: 'id', maxRetries: 2 } });
	expect(success.map(({ json }) => json.submitted)).toEqual([true, true]);
	expect(emulator().counts.requests).toBe(4);
});
