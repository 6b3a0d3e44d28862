import { readFileSync } from 'node:fs';

import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { emulatorPerTest, serverToServerFor } from '../emulatedRun';
import { runNode, testCredential } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const emulator = emulatorPerTest({ clock: virtualClock.clock.now, identity: { attributeNames: ['tier'] } });

const ADMIN = 'application/vnd.adobe.target.v1+json';
const XML = 'application/xml, */*;q=0.5';

/** What each call wants, by the end of its path. */
const WANTS: ReadonlyArray<readonly [path: RegExp, accept: string]> = [
	[/^\/ims\/token\/v3$/, 'application/json'],
	[/\/target\/(authentication\/token|profileattributes\/mbox|(clients|atjs)\/settings)/, ADMIN],
	[/\/profile\/(update|batchUpdate|batchStatus)\b/, XML],
	[/^\/rest\/v1\/profiles\//, 'application/json'],
];

/** Every request that came, each with the name of the node and what it wants. */
function expectHonest(...paths: readonly string[]): void {
	const { requests } = emulator();
	for (const path of paths) expect(requests.some(({ url }) => url.includes(path))).toBe(true);
	for (const { url, headers } of requests) {
		const [, accept] = WANTS.find(([path]) => path.test(url)) ?? [];
		expect([url, headers['user-agent'], headers.accept]).toEqual([
			url,
			`n8n-nodes-adobe-target/${version}`,
			accept,
		]);
	}
}

test.each<[operation: string, parameters: INodeParameters, path: string]>([
	['updateProfile', { profileId: 'c1', attributesMode: 'all' }, '/profile/update'],
	['bulkUpdateProfiles', { idField: 'id', waitForProcessing: true }, '/profile/batchStatus'],
	['getProfile', { profileId: 'c1' }, '/rest/v1/profiles/'],
	['getBulkUpdateStatus', { batch: 'demo-1' }, '/profile/batchStatus'],
])('%s says who asks, and what it wants', async (operation, parameters, path) => {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const credential = serverToServerFor(emulator());
	const { error } = await runNode({
		parameters: { operation, ...parameters },
		items: [{ id: 'c1', tier: 'gold' }],
		credential,
	});
	expect(error).toBeUndefined();
	expectHonest('/ims/token/v3', '/authentication/token', path);
});

test('so does the test of a credential', async () => {
	expect(await testCredential(serverToServerFor(emulator()))).toMatchObject({ status: 'OK' });
	expectHonest('/ims/token/v3', '/authentication/token', '/rest/v1/profiles/', '/v2/profile/batchUpdate');
	expectHonest('/target/clients/settings', '/target/atjs/settings');
});

test('so does the list of attribute names', async () => {
	const credential = serverToServerFor(emulator());
	const context: Partial<ILoadOptionsFunctions> = {
		getCredentials: <T extends object>() => Promise.resolve(credential as T),
		helpers: {} as ILoadOptionsFunctions['helpers'],
	};
	await new AdobeTarget().methods.listSearch.getAttributeNames.call(context as ILoadOptionsFunctions);
	expectHonest('/profileattributes/mbox');
});
