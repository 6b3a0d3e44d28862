import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { credentialFor, emulatorPerTest, runBulk, runUpdate, serverToServerFor } from '../emulatedRun';
import { testCredential } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

/** An address that n8n's filter is to block; the emulator has another. */
const BLOCKED = '127.0.0.2';

/** What nobody may read who can't reach the service himself. */
const INNER = 'inner-words-4711';

const ssrf = Container.get(SsrfProtectionConfig);

/** A service within n8n's network. */
interface InnerService {
	readonly url: string;
	readonly connections: () => number;
	close(): Promise<void>;
}

let inner: InnerService | undefined;

async function innerService(status: number, body: string): Promise<InnerService> {
	let connections = 0;
	const server = createServer((request, response) => {
		request.resume();
		response
			.writeHead(status, { location: `/${INNER}`, 'www-authenticate': INNER, 'retry-after': '4711' })
			.end(body);
	});
	server.on('connection', () => connections++);
	server.listen(0, BLOCKED);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	inner = {
		url: `http://${BLOCKED}:${port}`,
		connections: () => connections,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return inner;
}

beforeAll(() => {
	// n8n's filter reads its lists when it is asked for the first time.
	ssrf.blockedIpRanges.splice(0, Infinity, `${BLOCKED}/32`);
	ssrf.blockedHostnames.push('localhost');
});

afterEach(async () => {
	ssrf.enabled = false;
	await inner?.close();
	inner = undefined;
});

const emulator = emulatorPerTest({ identity: {} });

const PLACES = ['edgeUrl', 'imsUrl', 'adminUrl'] as const;

/** A credential of which one address leads to the service, and the others to the emulator. */
function leadingTo(place: (typeof PLACES)[number], url: string): ICredentialDataDecryptedObject {
	return serverToServerFor(emulator(), { [place]: url });
}

describe('with n8n’s protection against requests into its own network', () => {
	beforeEach(() => {
		ssrf.enabled = true;
	});

	test.each(PLACES)('a blocked address as %s is not connected to', async (place) => {
		const { url, connections } = await innerService(200, `{"secret":"${INNER}"}`);
		const { status, message } = await testCredential(leadingTo(place, url));
		expect(status).toBe('Error');
		expect(message).toBe(
			`n8n does not let requests go to ${new URL(url).host}. n8n’s protection against requests into its own network (N8N_SSRF_PROTECTION_ENABLED) blocks it.`,
		);
		expect(connections()).toBe(0);
	});

	test('a blocked name is not connected to', async () => {
		const { port } = new URL(emulator().url);
		const credential = { ...credentialFor(emulator()), edgeUrl: `http://localhost:${port}` };
		const { message } = await testCredential(credential);
		expect(message).toContain(`n8n does not let requests go to localhost:${port}`);
		expect(emulator().counts.connections).toBe(0);
	});

	test('a host that does not exist is an error in words, for a run as well', async () => {
		const edge = { url: 'https://target.invalid', clientCode: 'democlient' };
		const said = /The host (target\.invalid does not exist|name target\.invalid could not be looked up)/;
		for (const runOne of [runUpdate, runBulk]) {
			expect((await runOne(edge, [{ id: 'c1', tier: 'gold' }])).error?.message).toMatch(said);
		}
		expect((await testCredential(credentialFor(edge))).message).toMatch(said);
	});

	test('what is not blocked passes', async () => {
		expect(await testCredential(leadingTo('edgeUrl', emulator().url))).toMatchObject({ status: 'OK' });
	});
});

describe('without it, nothing that an inner service answers is quoted', () => {
	const BODIES: Readonly<Record<string, string>> = {
		text: INNER,
		'a page': `<html><title>${INNER}</title><p>${INNER}</p></html>`,
		JSON: JSON.stringify({ error: INNER, message: INNER, status: INNER, [INNER]: INNER }),
		'a list in JSON': JSON.stringify([INNER]),
		XML: `<response><success>false</success><message>${INNER}</message></response>`,
		'a token that is none': JSON.stringify({ access_token: INNER, accessToken: INNER, expires_in: INNER }),
		'a token': JSON.stringify({
			access_token: INNER,
			accessToken: INNER,
			expires_in: 100_000,
			expiresIn: 100_000,
		}),
		'a token and settings': JSON.stringify({
			access_token: INNER,
			accessToken: INNER,
			expires_in: 100_000,
			expiresIn: 100_000,
			clientCode: INNER,
			enableProfileApiAuthentication: INNER,
			profileLifetime: 4_711,
		}),
		'a token with an odd lifetime': JSON.stringify({
			access_token: INNER,
			accessToken: INNER,
			expires_in: 47_114_711_471,
			expiresIn: 47_114_711_471,
		}),
	};
	const STATUSES = [200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 503];

	test.each(
		PLACES.flatMap((place) =>
			STATUSES.flatMap((status) => Object.keys(BODIES).map((body) => [place, status, body] as const)),
		),
	)('by %s, which answers %i with %s', async (place, status, body) => {
		const { url, connections } = await innerService(status, BODIES[body] ?? '');
		const { message } = await testCredential(leadingTo(place, url));
		expect(connections()).toBeGreaterThan(0);
		expect(message).not.toMatch(/4711|inner/);
	});
});
