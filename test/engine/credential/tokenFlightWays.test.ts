import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { OutboundHttp } from '@n8n/backend-network';
import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { runBulk, runUpdate, serverToServerFor } from '../emulatedRun';
import { runNode, testCredential } from '../engine';

/** An address that n8n's filter is to block. */
const BLOCKED = '127.0.0.2';

const ssrf = Container.get(SsrfProtectionConfig);

/** Adobe's services, which keep everybody waiting for a sign-in. */
interface HangingAdobe {
	readonly url: string;
	readonly waiting: ServerResponse[];
	/** Waits until so many have asked. */
	asked(count: number): Promise<void>;
	close(): Promise<void>;
}

let adobe: HangingAdobe;
let tenants = 0;

async function hangingAdobe(): Promise<HangingAdobe> {
	const waiting: ServerResponse[] = [];
	const server = createServer((request, response) => {
		request.resume();
		waiting.push(response);
		server.emit('asked');
	});
	server.listen(0, BLOCKED);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${BLOCKED}:${port}`,
		waiting,
		async asked(count) {
			while (waiting.length < count) await once(server, 'asked');
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

beforeAll(() => {
	// n8n's filter reads its lists when it is asked for the first time.
	ssrf.blockedIpRanges.splice(0, Infinity, `${BLOCKED}/32`);
});

beforeEach(async () => {
	adobe = await hangingAdobe();
	tenants++;
});

afterEach(async () => {
	ssrf.enabled = false;
	await adobe.close();
});

function credential(): ICredentialDataDecryptedObject {
	return serverToServerFor(
		{ url: adobe.url, clientCode: 'democlient' },
		{ allowInHttpRequest: true, tenantId: `demotenant-${tenants}` },
	);
}

const ITEMS = [{ id: 'c1', tier: 'gold' }];

/** Everybody who asks for a token, and what he is told. */
const ASKERS = {
	'an HTTP Request node': async () => {
		const request = { url: `${adobe.url}/rest/v1/profiles/x`, headers: {} };
		return await new AdobeTargetApi().authenticate(credential(), request).then(String, String);
	},
	'Update Profile': async () => {
		return String((await runUpdate({ url: adobe.url, clientCode: '' }, ITEMS, {}, run())).error?.message);
	},
	'Bulk Update Profiles': async () => {
		return String((await runBulk({ url: adobe.url, clientCode: '' }, ITEMS, {}, run())).error?.message);
	},
	'Get Profile': async () => {
		const parameters = { operation: 'getProfile', profileId: 'c1' };
		return String((await runNode({ parameters, items: ITEMS, ...run() })).error?.message);
	},
	'Get Bulk Update Status': async () => {
		const parameters = { operation: 'getBulkUpdateStatus', batch: 'batch-1' };
		return String((await runNode({ parameters, items: ITEMS, ...run() })).error?.message);
	},
	'the list of attribute names': async () => {
		const helpers = { getSecureEgressFilter: () => Container.get(OutboundHttp).egressFilter() };
		const context: Partial<ILoadOptionsFunctions> = {
			getCredentials: <T extends object>() => Promise.resolve(credential() as T),
			helpers: helpers as unknown as ILoadOptionsFunctions['helpers'],
		};
		const { getAttributeNames } = new AdobeTarget().methods.listSearch;
		return await getAttributeNames.call(context as ILoadOptionsFunctions).then(String, String);
	},
	'the credential test': async () => (await testCredential(credential())).message,
};

function run() {
	return { credential: credential() };
}

type Asker = keyof typeof ASKERS;

const askers = Object.keys(ASKERS) as Asker[];
const UNFILTERED: Asker = 'an HTTP Request node';

/** Lets all who wait go home, again and again: a refusal is final. */
async function refuseAll(ends: ReadonlyArray<Promise<unknown>>): Promise<void> {
	const timer = setInterval(() => {
		for (const response of adobe.waiting) response.writeHead(400).end('{"error":"invalid_client"}');
		adobe.waiting.length = 0;
	}, 5);
	await Promise.all(ends);
	clearInterval(timer);
}

describe(`with n8n’s SSRF filter, the token flight of ${UNFILTERED} is not joined`, () => {
	test.each(askers.filter((asker) => asker !== UNFILTERED))('by %s', async (asker) => {
		const flight = ASKERS[UNFILTERED]();
		await adobe.asked(1);
		ssrf.enabled = true;
		expect(await ASKERS[asker]()).toContain(`n8n does not let requests go to ${new URL(adobe.url).host}`);
		expect(adobe.waiting).toHaveLength(1);
		await refuseAll([flight]);
	});
});

const WAYS: readonly Asker[] = [UNFILTERED, 'Update Profile', 'the credential test'];

test.each(
	WAYS.flatMap((first) => WAYS.filter((other) => other !== first).map((other) => [first, other] as const)),
)('while %s waits for a token, %s asks by its own way', async (first, other) => {
	const flights = [ASKERS[first]()];
	await adobe.asked(1);
	flights.push(ASKERS[other]());
	await adobe.asked(2);
	await refuseAll(flights);
});
