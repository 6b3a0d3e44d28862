import { inspect } from 'node:util';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR, savedText } from '../emulatedRun';
import { runNode } from '../engine';

const emulator = emulatorPerTest();

const TOKEN = 'sample-profile-token-0001';

/** The token as a server may send it back. */
const WRITINGS = {
	plain: TOKEN,
	'by references': TOKEN.replaceAll('-', '&#45;'),
	'percent-encoded': TOKEN.replaceAll('-', '%2d'),
	'in Base64': Buffer.from(`Bearer ${TOKEN}`).toString('base64'),
};

const response = (fields: string) => `<response>${fields}</response>`;
const taken = (back: string) =>
	response(
		`<success>true</success><batchStatus>http://a.tt.omtrdc.net/s?batchId=${back}</batchStatus><message>${back}</message>`,
	);
const refused = (back: string) => response(`<success>false</success><message>${back}</message>`);
const status = (back: string) =>
	response(
		`<batchId>${back}</batchId><status>${back}</status><profile><id>${back}</id><status>failed</status></profile>`,
	);
const profile = (back: string) =>
	JSON.stringify({ client: back, profileAttributes: { [back]: { value: back } } });

const OPERATIONS: ReadonlyArray<
	readonly [operation: string, parameters: INodeParameters, answers: ReadonlyArray<(back: string) => string>]
> = [
	['updateProfile', { profileId: 'c1', attributesMode: 'all', options: { maxRetries: 0 } }, [taken, refused]],
	['bulkUpdateProfiles', { idField: 'id', options: { maxRetries: 0 } }, [taken, refused]],
	['getProfile', { profileId: 'c1', options: { maxRetries: 0 } }, [profile]],
	['getBulkUpdateStatus', { batch: 'demo-1' }, [status]],
];

const CASES = OPERATIONS.flatMap(([operation, parameters, answers]) =>
	Object.entries(WRITINGS).map(([how, back]) => ({ operation, how, parameters, answers, back })),
);

test.each(CASES)(
	'$operation: a token that comes back $how is in no output',
	async ({ operation, parameters, answers, back }) => {
		for (const onError of ON_ERROR) {
			for (const [httpStatus, body] of [
				...answers.map((answer) => [200, answer(back)] as const),
				[400, `You sent ${back}`] as const,
			]) {
				emulator().answerNext({ status: httpStatus, body });
				const result = await runNode({
					parameters: { operation, ...parameters },
					items: [{ id: 'c1', tier: 'gold' }],
					credential: credentialFor(emulator(), TOKEN),
					onError,
				});
				const seen = `${savedText(result)} ${inspect(result, { depth: null, showHidden: true, maxStringLength: null })}`;
				expect(emulator().requests.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
				for (const writing of Object.values(WRITINGS)) expect(seen).not.toContain(writing.slice(8));
			}
		}
	},
);

test('a batch whose status URL held the token has none, and says so where it is waited for', async () => {
	emulator().answerNext({ status: 200, body: taken(TOKEN) });
	const { success, error } = await runNode({
		parameters: { operation: 'bulkUpdateProfiles', idField: 'id', waitForProcessing: true },
		items: [{ id: 'c1', tier: 'gold' }],
		credential: credentialFor(emulator(), TOKEN),
	});
	expect(error).toBeUndefined();
	const json: IDataObject | undefined = success[0]?.json;
	expect(json).toMatchObject({
		status: 'submitted',
		statusProblem: 'Target gave no address to ask for the status.',
	});
	expect([json?.statusUrl, json?.batchId]).toEqual([undefined, undefined]);
	expect(emulator().counts.requests).toBe(1);
});
