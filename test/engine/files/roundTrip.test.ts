import fc from 'fast-check';

import { trimmedName } from '../../../nodes/AdobeTarget/profiles/trimmedName';
import { plainIds, withoutBreaks } from '../../unit/profiles/plainIds';
import { emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

/** Any text that Unicode can write, not empty: what Target keeps under a name. */
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });

/** Names without the white space and the prefix that are taken off. */
const name = withoutBreaks(text)
	.map(trimmedName)
	.filter((drawn) => drawn !== '' && drawn !== 'key' && !drawn.startsWith('profile.'));

const attributes = fc
	.array(fc.tuple(name, text), { minLength: 1, maxLength: 6 })
	.map((drawn) => new Map(drawn));

/** IDs as Target takes them; the number keeps those of one run apart. */
const id = plainIds(fc.string({ unit: 'binary', maxLength: 20 }).map((drawn) => `id${drawn}`));

const profiles = fc.uniqueArray(fc.tuple(id, attributes), {
	selector: ([drawn]) => drawn,
	minLength: 1,
	maxLength: 15,
});

/** Fields as n8n hands them on: parsed from JSON, so that `__proto__` is a field like others. */
function asItem(profileId: string, fields: ReadonlyMap<string, string>) {
	const pairs = [...fields].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
	return JSON.parse(`{"key":${JSON.stringify(profileId)},"fields":{${pairs.join(',')}}}`) as {
		key: string;
		fields: Record<string, string>;
	};
}

const OPERATIONS = [
	['Update Profile', runUpdate, { profileId: '={{ $json.key }}' }],
	['Bulk Update Profiles', runBulk, { idField: 'key' }],
] as const;

test.each(OPERATIONS)(
	'%s: any Unicode text is read back from Target the same',
	async (_, run, parameters) => {
		await fc.assert(
			fc.asyncProperty(profiles, async (drawn) => {
				for (const [profileId] of drawn) emulator().putProfile('thirdPartyId', profileId);
				const { error } = await run(
					emulator(),
					drawn.map(([profileId, fields]) => {
						const { key, fields: named } = asItem(profileId, fields);
						return Object.defineProperties({ key }, Object.getOwnPropertyDescriptors(named));
					}),
					{ ...parameters, attributesMode: 'all', options: { excludeFields: 'key', commas: 'encode' } },
				);
				expect(error).toBeUndefined();
				for (const [profileId, fields] of drawn) {
					const held = emulator().profile('thirdPartyId', profileId);
					for (const [attribute, value] of fields) expect(held?.get(attribute)).toBe(value);
				}
			}),
			// Each run is one of the 50 bulk calls that a minute has.
			{ numRuns: 40 },
		);
	},
);

test.each(OPERATIONS)(
	'%s: a text with half a surrogate pair is refused, whatever stands around it',
	async (_, run, parameters) => {
		const half = fc.constantFrom('\ud83d', '\ude00', '\ud800', '\udfff');
		await fc.assert(
			fc.asyncProperty(text, half, text, async (before, broken, after) => {
				const value = `${before} ${broken} ${after}`;
				const { error } = await run(emulator(), [{ key: 'c1', tier: value }], {
					...parameters,
					attributesMode: 'selected',
					fields: 'tier',
				});
				expect(error?.message).toMatch(/^The attribute "tier" holds a broken character/);
				expect(emulator().counts.requests).toBe(0);
			}),
			{ numRuns: 20 },
		);
	},
);
