import type { ICredentialDataDecryptedObject, INodeParameters, OnError } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import type { CannedAnswer, EchoEncoding, Emulator, Fault } from '../../emulator';
import { ECHO_ENCODINGS, ECHO_PLACES } from '../../emulator';
import { encodedEcho } from '../../emulator/faults/tokenEcho';
import { collectLog } from '../../soak/nodeLog';
import { shows } from '../../soak/secrets';
import { credentialFor, emulatorPerTest, ON_ERROR, serverToServerFor } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';
import { everythingIn, whatTheNodeGives } from '../panel/everythingIn';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const PASTED = '6f1c0e52-pasted-9b7d-token-4a83e0d1';
const CLIENT_SECRET = 'c5e8-client-71f0-secret-d2b94a';

const pasted = emulatorPerTest({ clock: clock.now, profileToken: PASTED });
const issuing = emulatorPerTest({ clock: clock.now, identity: { clientSecret: CLIENT_SECRET } });

const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	updateProfile: { profileId: '={{ $json.id }}', attributesMode: 'all', options: { maxRetries: 0 } },
	bulkUpdateProfiles: { idField: 'id', waitForProcessing: true, options: { maxRetries: 0 } },
	getProfile: { profileId: '={{ $json.id }}', options: { maxRetries: 0 } },
	getBulkUpdateStatus: { batch: 'demo-1', options: { maxRetries: 0 } },
};

/** What the edge does, or a host on the way to it. */
const TROUBLES: Readonly<Record<string, CannedAnswer | Fault | undefined>> = {
	'a right answer': undefined,
	'401': { status: 401, body: 'no' },
	'403': { status: 403, body: 'no' },
	'404': { status: 404 },
	'500': { status: 500, body: 'down' },
	'a broken connection': { fault: 'reset', at: 'requestRead' },
	'half an answer': { fault: 'close', at: 'halfBody' },
	'no HTTP': { fault: 'gibberish', at: 'requestRead' },
	'a redirect': { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
	...Object.fromEntries(
		ECHO_PLACES.flatMap((at) =>
			ECHO_ENCODINGS.map((as): [string, Fault] => [
				`the token back in the ${at}, ${as}`,
				{ fault: 'echoToken', at, as },
			]),
		),
	),
	...Object.fromEntries(
		[400, 401, 403, 500].map((pageStatus): [string, Fault] => [
			`the token back in a page of ${pageStatus}`,
			{ fault: 'echoToken', at: 'page', as: 'plain', pageStatus },
		]),
	),
};

const profileToken = (): ICredentialDataDecryptedObject => credentialFor(pasted(), PASTED);

const serverToServer = (others: ICredentialDataDecryptedObject = {}) =>
	serverToServerFor(issuing(), { clientSecret: CLIENT_SECRET, scopes: 'openid,AdobeID', ...others });

/** The tokens that came with requests, and the secrets of the credential. */
function secretsOf({ requests }: Emulator): string[] {
	const tokens = requests.flatMap(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? []);
	return [...new Set([...tokens, PASTED, CLIENT_SECRET])];
}

async function run(
	operation: string,
	credential: ICredentialDataDecryptedObject,
	onError: OnError,
): Promise<NodeRunResult> {
	return await runNode({
		parameters: { operation, ...OPERATIONS[operation] },
		items: [{ id: 'c1', tier: 'gold' }],
		credential,
		onError,
	});
}

/**
 * Runs an operation under each "On Error", with trouble before each, and looks for secrets in all that leaves the node:
 * what it gives or throws, hints, log, console, and the run as n8n saves it.
 */
async function expectNoSecret(
	emulator: Emulator,
	operation: string,
	credential: ICredentialDataDecryptedObject | ((turn: number) => ICredentialDataDecryptedObject),
	cause: () => void,
): Promise<void> {
	const given = whatTheNodeGives();
	const takeLog = collectLog();
	for (const [turn, onError] of ON_ERROR.entries()) {
		cause();
		const used = typeof credential === 'function' ? credential(turn) : credential;
		const result = await run(operation, used, onError);
		const left = everythingIn({ given, result, log: takeLog() });
		for (const secret of secretsOf(emulator)) expect([secret, shows(left, secret)]).toEqual([secret, false]);
	}
	expect(given).toHaveLength(ON_ERROR.length);
}

const EDGE_CASES = Object.keys(OPERATIONS).flatMap((operation) =>
	Object.keys(TROUBLES).map((trouble) => ({ operation, trouble })),
);

beforeEach(() => {
	for (const emulator of [pasted(), issuing()]) {
		emulator.putProfile('thirdPartyId', 'c1', { tier: 'silver' });
	}
});

afterEach(() => {
	jest.restoreAllMocks();
});

test.each(EDGE_CASES)(
	'$operation, $trouble: no profile token leaves the node',
	async ({ operation, trouble }) => {
		const answer = TROUBLES[trouble];
		await expectNoSecret(pasted(), operation, profileToken(), () => {
			if (answer !== undefined) pasted().answerNext(answer);
		});
		expect(pasted().requests.at(0)?.headers.authorization).toBe(`Bearer ${PASTED}`);
	},
);

test.each(EDGE_CASES)(
	'$operation, $trouble: no token that the node got, and no client secret, leaves it',
	async ({ operation, trouble }) => {
		const answer = TROUBLES[trouble];
		// This one signs in; the others meet the edge at once.
		await run(operation, serverToServer(), 'continueRegularOutput');
		await expectNoSecret(issuing(), operation, serverToServer(), () => {
			if (answer !== undefined) issuing().answerNext(answer);
		});
		expect(secretsOf(issuing()).length).toBeGreaterThan(3);
	},
);

/** Statuses by which the sign-in or the Admin API sends back what it was sent. */
const ECHO_STATUSES = [200, 400, 401, 403, 404, 500];

const byStatusAndEncoding = <Trouble>(make: (status: number, as: EchoEncoding) => Trouble) =>
	ECHO_STATUSES.flatMap((status) =>
		ECHO_ENCODINGS.map((as): readonly [string, Trouble] => [
			`what it was sent back by ${status}, ${as}`,
			make(status, as),
		]),
	);

const BROKEN: ReadonlyArray<readonly [string, CannedAnswer | Fault]> = [
	['401', { status: 401, body: '{"error":"invalid_client"}' }],
	['403', { status: 403 }],
	['500', { status: 500 }],
	['a broken connection', { fault: 'reset', at: 'requestRead' }],
	['half an answer', { fault: 'close', at: 'halfBody' }],
	['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
];

/** Credentials for which the node signs in anew, as it keeps tokens by all that a credential says. */
const SCOPES = ['openid', 'AdobeID', 'openid,AdobeID'];
const signingIn = (turn: number) => serverToServer({ scopes: SCOPES[turn] ?? '' });

test.each(Object.keys(OPERATIONS))(
	'%s, a sign-in that is refused: no secret leaves the node',
	async (operation) => {
		const wrong = serverToServer({ clientSecret: `${CLIENT_SECRET}-wrong` });
		await expectNoSecret(issuing(), operation, wrong, () => undefined);
		expect(issuing().identity?.counts.signIns).toBe(0);
	},
);

test.each([
	...BROKEN,
	...byStatusAndEncoding((status, as): CannedAnswer => {
		const back = encodedEcho(CLIENT_SECRET, as);
		return { status, body: JSON.stringify({ error: back, error_description: back, message: back }) };
	}),
])('a sign-in that gives %s: no secret leaves the node', async (_, trouble) => {
	await expectNoSecret(issuing(), 'updateProfile', signingIn, () => {
		issuing().answerNext(trouble);
	});
	expect(issuing().counts.faults).toBe(ON_ERROR.length);
});

test.each([
	...BROKEN,
	...byStatusAndEncoding((pageStatus, as): Fault => ({ fault: 'echoToken', at: 'page', as, pageStatus })),
])('an Admin API that gives %s: no secret leaves the node', async (_, trouble) => {
	await expectNoSecret(issuing(), 'updateProfile', signingIn, () => {
		issuing().answerNext({ fault: 'latency', ms: 0 });
		issuing().answerNext(trouble);
	});
	expect(secretsOf(issuing()).some((secret) => secret.startsWith('sample-ims-token'))).toBe(true);
});

test('what is searched are objects with all that they carry, not their JSON', () => {
	const error = new Error('no', { cause: { deep: { deeper: { deepest: [[['in a cause']]] } } } });
	Object.defineProperty(error, 'hidden', { value: 'in a hidden field', enumerable: false });
	Object.defineProperty(error, 'getter', { get: () => 'from a getter' });
	Reflect.set(error, Symbol('in the name of a symbol'), 'behind a symbol');
	Reflect.set(error, 'map', new Map([['key', new Set(['in a set'])]]));
	Reflect.set(error, 'bytes', { at: Buffer.from('in bytes') });
	Reflect.set(error, 'itself', error);
	const text = everythingIn([{ error }]);
	for (const place of ['in a cause', 'in a hidden field', 'from a getter', 'in the name of a symbol']) {
		expect(text).toContain(place);
	}
	for (const place of ['behind a symbol', 'in a set', 'in bytes']) expect(text).toContain(place);
});
