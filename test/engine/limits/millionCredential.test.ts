import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { emulatorPerTest, runUpdate, serverToServerFor } from '../emulatedRun';
import { HOSTILE_TEXTS, hostileTexts } from './hostileTexts';
import { holdOf, ownHold, slowTexts } from './longestHold';
import { shownBy } from '../panel/panelFields';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

/** As long as a field may be. */
const FIELD = 5_000;

const emulator = emulatorPerTest({ clock: virtualClock.clock.now, identity: {} });

/** n8n adds these two to every credential that nodes of its own may use. */
const RESTRICTION = ['allowedHttpRequestDomains', 'allowedDomains'];

const FIELDS = [
	...new AdobeTargetApi().properties.map((property) => [property.name, shownBy(property)] as const),
	...RESTRICTION.map((name) => [name, { allowedHttpRequestDomains: 'domains' }] as const),
];

/** A credential that works, whatever of it is shown. */
function credential(shown: INodeParameters): ICredentialDataDecryptedObject {
	return serverToServerFor(emulator(), {
		profileToken: 'sample-profile-token',
		scopes: 'openid,AdobeID',
		allowInHttpRequest: true,
		allowedDomains: '127.0.0.1',
		...(shown as ICredentialDataDecryptedObject),
	});
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Whatever comes of it: what is said is looked at elsewhere. */
const settled = (work: Promise<unknown>) => work.catch(() => undefined);

type Way = (data: ICredentialDataDecryptedObject) => Promise<number>;

const WAYS: ReadonlyArray<readonly [what: string, holdOf: Way]> = [
	[
		'the credential test',
		(data) => {
			const test = new AdobeTarget().methods.credentialTest.testCredential;
			const given = {
				id: '1',
				name: 'Adobe Target',
				type: 'adobeTargetApi',
				data: data as Record<string, string>,
			};
			return holdOf(() => settled(test.call({} as ICredentialTestFunctions, given)));
		},
	],
	[
		'an execution',
		(data) => ownHold(() => runUpdate(emulator(), [{ id: 'c1', tier: 'gold' }], {}, { credential: data })),
	],
	[
		'a request of the HTTP Request node',
		(data) => holdOf(() => settled(new AdobeTargetApi().authenticate(data, { url: `${emulator().url}/x` }))),
	],
];

describe.each(WAYS)('%s leaves the event loop free', (_, hold) => {
	test.each(FIELDS)(
		'with a million characters in the field %s, or as many as it may have',
		async (name, shown) => {
			const base = credential(shown);
			const begin = textOf(base[name]);
			const texts = [
				...HOSTILE_TEXTS,
				...(begin.includes('://') ? HOSTILE_TEXTS : []).map(
					([what, text]) => [`the right one and ${what}`, `${begin}/${text}`] as const,
				),
				...hostileTexts(FIELD - begin.length - 1).map(
					([what, text]) => [`the right one and some ${what}`, `${begin}/${text}`] as const,
				),
			];
			expect(await slowTexts(texts, (text) => hold({ ...base, [name]: text }))).toEqual([]);
		},
	);
});

test.each([
	['', () => ''],
	['https://', () => 'https://'],
	['the edge and', () => `${emulator().url}/`],
	['a host of Target and', () => 'https://demo.tt.omtrdc.net/'],
	['a query and', () => 'https://demo.tt.omtrdc.net/?'],
])('a request to %s a million characters leaves the event loop free while it is signed', async (_, begin) => {
	const data = credential({});
	for (const field of ['url', 'uri']) {
		const sign = (text: string) =>
			new AdobeTargetApi().authenticate(data, { url: '', [field]: begin() + text });
		expect(await slowTexts(HOSTILE_TEXTS, (text) => holdOf(() => settled(sign(text))))).toEqual([]);
	}
});
