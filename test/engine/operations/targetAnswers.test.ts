import { createServer } from 'node:net';

import type { CannedAnswer, Fault } from '../../emulator';
import { credentialFor, emulatorPerTest, ON_ERROR, runBulk, runUpdate, savedText } from '../emulatedRun';

const emulator = emulatorPerTest();

const TOKEN = 'sample-profile-token-0001';
const ITEMS = [{ id: 'c0', tier: 'gold' }];
const OPERATIONS = { 'Update Profile': runUpdate, 'Bulk Update Profiles': runBulk } as const;

const refusal = (message: string) =>
	`<response><success>false</success><batchStatus></batchStatus><message>${message}</message></response>`;

/** Answers that are no success, the words that must come of them, and what the advice must hold. */
const ANSWERS: ReadonlyArray<
	readonly [what: string, answer: CannedAnswer | Fault, message: string, advice: string]
> = [
	[
		'success=false',
		{ status: 200, body: refusal('Batch is empty') },
		'Target refused the update: Batch is empty',
		'Target’s own wording',
	],
	[
		'success=false that repeats the token',
		{ status: 200, body: refusal(`bad ${TOKEN}`) },
		'Target refused the update: bad (token)',
		'nothing was taken over',
	],
	[
		'success=false without tags',
		{ status: 200, body: 'falseUnexpected Error' },
		'Target refused the update: Unexpected Error',
		'HTTP 200',
	],
	[
		'401',
		{ status: 401, body: `token ${TOKEN} expired` },
		'Target refused the profile authentication token',
		'The answer: "token (token) expired"',
	],
	['403', { status: 403 }, 'Target refused the profile authentication token', 'debugger token'],
	[
		'404',
		{ status: 404, body: '<html><body>Not Found</body></html>' },
		'Target does not know this address',
		'Check the client code "democlient-',
	],
	['413', { status: 413 }, 'Target says that the request is too large', 'shorter attributes'],
	['429', { status: 429 }, 'Target is limiting the requests', 'Wait a minute'],
	['500', { status: 500, body: 'x'.repeat(5_000) }, 'Target has a problem of its own', `${'x'.repeat(200)}…`],
	['503', { status: 503 }, '', 'Wait a'],
	[
		'a redirect',
		{ status: 302, headers: { location: 'http://127.0.0.1:9/' } },
		'Target’s address answered with a redirect, which is not followed',
		'edge URL',
	],
	[
		'400',
		{ status: 400, body: 'no such thing' },
		'Target refused the request',
		'The answer: "no such thing"',
	],
	['an empty body', { status: 200, body: '' }, 'Target’s answer was empty', 'was taken'],
	[
		'a web page',
		{ status: 200, body: '<!DOCTYPE html><html><style>b{}</style><body>Sign in</body></html>' },
		'A web page came back instead of an answer from Target',
		'The answer: "Sign in"',
	],
	[
		'JSON',
		{ status: 200, body: '{"ok":true}' },
		'The answer could not be understood as one from Target',
		'proxy',
	],
	[
		'half an answer',
		{ status: 200, body: '<response><success>true</success><mess' },
		'The answer could not be understood as one from Target',
		'send again',
	],
	[
		'an endless answer',
		{ status: 200, body: 'x'.repeat(6_000_000) },
		'The answer could not be understood as one from Target',
		'send again',
	],
	[
		'a connection cut before the answer',
		{ fault: 'close', at: 'requestRead' },
		'cut the connection before its answer was complete',
		'Sending it again does no harm',
	],
	[
		'a connection cut in the answer',
		{ fault: 'close', at: 'halfBody', processed: false },
		'cut',
		'Sending it again does no harm',
	],
];

const CASES = ANSWERS.flatMap(([what, answer, message, advice]) =>
	(['Update Profile', 'Bulk Update Profiles'] as const).flatMap((operation) =>
		ON_ERROR.map((onError) => ({ what, answer, message, advice, operation, onError })),
	),
);

test.each(CASES)('$operation, $onError: $what', async ({ answer, message, advice, operation, onError }) => {
	emulator().answerNext(answer, 5);
	const credential = credentialFor(emulator(), TOKEN);
	const result = await OPERATIONS[operation](emulator(), ITEMS, {}, { onError, credential });
	const { success, failed, error } = result;

	expect(emulator().requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
	if (onError === 'stopWorkflow') {
		expect(error?.message).toContain(message);
		expect(error?.description).toContain(advice);
		expect(error?.description).toMatch(
			/0 of 1 (item|profile).* had been submitted before the workflow stopped\.$/,
		);
	} else {
		expect(error).toBeUndefined();
		const [item, ...others] = onError === 'continueErrorOutput' ? failed : success;
		expect(others).toEqual([]);
		expect(onError === 'continueErrorOutput' ? success : failed).toEqual([]);
		expect(item?.json.error).toContain(message);
		expect(item?.json.message).toContain(advice);
	}
	expect(savedText(result)).toContain(message);
	expect(savedText(result)).not.toContain(TOKEN);
});

test.each(Object.entries(OPERATIONS))(
	'%s: a token that is asked for but not there is named as missing',
	async (_, run) => {
		emulator().answerNext({ status: 401 });
		const { error } = await run(emulator(), ITEMS);
		expect(error?.message).toContain('Target asks for a profile authentication token');
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: a refused connection says so, with its code in the description',
	async (_, run) => {
		const closed = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => closed.once('listening', resolve));
		const address = closed.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		await new Promise((resolve) => closed.close(resolve));
		const credential = { ...credentialFor(emulator()), edgeUrl: `http://127.0.0.1:${port}` };
		const { error } = await run(emulator(), ITEMS, {}, { credential });
		expect(error?.message).toContain(`127.0.0.1:${port} refused the connection`);
		expect(error?.description).toContain('(ECONNREFUSED)');
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: a host that does not exist points to the client code',
	async (_, run) => {
		const credential = { clientCode: 'democlient', customEndpoints: true, edgeUrl: 'https://target.invalid' };
		const { error } = await run(emulator(), ITEMS, {}, { credential });
		expect(error?.message).toMatch(/target\.invalid (does not exist|could not be looked up)/);
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: a server that never answers is given up after the timeout',
	async (_, run) => {
		const silent = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => silent.once('listening', resolve));
		const address = silent.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const credential = { ...credentialFor(emulator()), edgeUrl: `http://127.0.0.1:${port}` };
		const { error } = await run(
			emulator(),
			ITEMS,
			{ options: { excludeFields: 'id', timeoutSeconds: 1 } },
			{ credential },
		);
		silent.close();
		expect(error?.message).toContain('did not answer in time');
		expect(error?.description).toContain('Timeout (Seconds)');
	},
);

test('one failed update among others does not touch them', async () => {
	const items = Array.from({ length: 5 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	for (const { id } of items) emulator().putProfile('thirdPartyId', id);
	emulator().answerNext({ status: 500 });
	const { success, failed } = await runUpdate(
		emulator(),
		items,
		{ options: { excludeFields: 'id', concurrency: 1 } },
		{ onError: 'continueErrorOutput' },
	);
	expect(failed.map(({ json }) => json.id)).toEqual(['c0']);
	expect(success.map(({ json }) => json.profileId)).toEqual(['c1', 'c2', 'c3', 'c4']);
});

test('when an update fails, no other is begun, and the error says how many were submitted', async () => {
	const items = Array.from({ length: 5 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	emulator().answerNext({ status: 200, body: 'trueRequest successfully submitted' }, 2);
	emulator().answerNext({ status: 500 });
	const { error } = await runUpdate(emulator(), items, { options: { excludeFields: 'id', concurrency: 1 } });
	expect(error?.description).toContain('2 of 5 items had been submitted');
	expect(error?.context.itemIndex).toBe(2);
	expect(emulator().counts.requests).toBe(3);
});
