import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { credentialFor, emulatorPerTest, serverToServerFor } from '../emulatedRun';
import { runNode } from '../engine';
import { MILLION } from './hostileTexts';
import { holdOf, leastHold, LONGEST_MS, ownHold } from './longestHold';

/**
 * Whoever has a credential of his own chooses both what is looked for and the answer in which it is: JavaScript looks
 * for a long text of few kinds of letters in as many steps as the two lengths multiplied.
 */
const emulator = emulatorPerTest({ identity: {} });

const ANSWER = 'a'.repeat(MILLION);

/** Long texts that are nearly found everywhere. */
const SLOW: ReadonlyArray<readonly [what: string, text: (length: number) => string]> = [
	['another letter at the beginning', (length) => `b${'a'.repeat(length - 1)}`],
	['another letter near the beginning', (length) => `${'a'.repeat(99)}b${'a'.repeat(length - 100)}`],
	['another letter in the middle', (length) => `${'a'.repeat(length / 2)}b${'a'.repeat(length / 2 - 1)}`],
	['another letter at the end', (length) => `${'a'.repeat(length - 1)}b`],
];

/** With a new secret for each run, as a sign-in that was had once is kept. */
const serverToServer = (others: ICredentialDataDecryptedObject = {}) =>
	serverToServerFor(emulator(), { clientSecret: `sample-client-secret-${++secrets}`, ...others });
let secrets = 0;

async function listNames(filter: string): Promise<unknown> {
	const context = { getCredentials: () => Promise.resolve(serverToServer()), helpers: {} };
	const { getAttributeNames } = new AdobeTarget().methods.listSearch;
	return await getAttributeNames
		.call(context as unknown as ILoadOptionsFunctions, filter)
		.catch((error: unknown) => error);
}

describe.each(SLOW)('letters that are the same but for %s', (_, text) => {
	test('as the token of a credential, hold nothing up when an answer is searched for it', async () => {
		const credential = credentialFor(emulator(), text(5_000));
		const hold = async () => {
			emulator().answerNext({ status: 200, body: ANSWER });
			return await ownHold(() =>
				runNode({
					parameters: { operation: 'getBulkUpdateStatus', batch: 'batch-7' },
					items: [{}],
					credential,
					onError: 'continueRegularOutput',
				}),
			);
		};
		expect(await leastHold(LONGEST_MS, hold)).toBeLessThan(LONGEST_MS);
	});

	test('as a sign-in, hold nothing up when the names of attributes are searched for it', async () => {
		const hold = async () => {
			const signIn = { access_token: text(15_000), expires_in: 86_399 };
			emulator().answerNext({ status: 200, body: JSON.stringify(signIn) });
			emulator().answerNext({ status: 200, body: ANSWER });
			return await holdOf(() => listNames(''));
		};
		expect(await leastHold(LONGEST_MS, hold)).toBeLessThan(LONGEST_MS);
	});

	test('as what is typed into the list of names, hold nothing up, however long a name is', async () => {
		const hold = async () => {
			const names = JSON.stringify({ mboxProfileAttributes: [ANSWER.slice(0, 990_000)] });
			emulator().answerNext({ status: 200, body: '{"access_token":"sample-sign-in","expires_in":86399}' });
			emulator().answerNext({ status: 200, body: names });
			return await holdOf(() => listNames(text(400_000)));
		};
		expect(await leastHold(LONGEST_MS, hold)).toBeLessThan(LONGEST_MS);
	});
});
