import { EarlierTries } from '../../../../nodes/AdobeTarget/api/sending/earlierTries';
import { fetchProfile } from '../../../../nodes/AdobeTarget/api/calls/fetchProfile';
import { submitUpdate } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import type { Connection } from '../../../../nodes/AdobeTarget/api/sending/connection';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { errorOf } from '../answering';
import { connectionTo } from '../connectionTo';
import { answerOf, rawServerPerTest, readRequests } from '../http/rawServer';

const serve = rawServerPerTest();

const NO = new TargetError('Target refused the request', 'Check the attributes.', { status: 400 });
const LOST = new TargetError('It did not answer', 'That is not known.', { mayBeTaken: true });
const WHOLE = { status: 200, text: '', retryAfter: undefined };

/** What the last of some tries is told as. */
function told(...tries: readonly unknown[]): unknown {
	const earlierTries = new EarlierTries();
	return tries.map((error) => earlierTries.failed(error)).at(-1);
}

test('a no after a try that may have been taken says so, and keeps what else is known of it', () => {
	for (const tries of [
		[LOST, NO],
		[LOST, NO, NO],
		[LOST, LOST, NO],
	]) {
		const error = told(...tries);
		expect(error).toMatchObject({ message: NO.message, status: 400, mayBeTaken: true });
		expect((error as TargetError).advice).toBe(
			'Check the attributes. Whether Target took it when it was sent before is not known.',
		);
	}
});

test.each([
	['a no alone', [NO], NO],
	['one no after another', [NO, NO], NO],
	['a try that says itself that it may have been taken', [NO, LOST], LOST],
])('%s stays as it is', (_, tries, last) => {
	expect(told(...tries)).toBe(last);
});

test('what is no error of Target’s stays as it is', () => {
	const stopped = new Error('stopped');
	expect(told(LOST, stopped)).toBe(stopped);
	expect(told(stopped, NO)).toBe(NO);
});

test.each([
	[{ ...WHOLE, wasSentBefore: true }, true],
	[{ ...WHOLE, wasSentBefore: false }, false],
	[WHOLE, false],
])('after the answer %j a no is in doubt: %s', (answer, isInDoubt) => {
	const earlierTries = new EarlierTries();
	earlierTries.answered(answer);
	expect(earlierTries.failed(NO)).toMatchObject({ mayBeTaken: isInDoubt });
});

describe('a request goes over a kept connection that breaks, and no other connection can be made', () => {
	/** What becomes of a request that is sent when the server has answered one, and goes away as the next comes. */
	async function errorAfterGoing(send: (connection: Connection) => Promise<unknown>): Promise<TargetError> {
		const server = await serve((socket) => {
			readRequests(socket, {
				onWhole: (index) => {
					if (index === 0) socket.write(answerOf('<response><success>true</success></response>'));
					else void server.close();
				},
			});
		});
		const retries = { maxRetries: 0, firstPauseMs: 0 };
		const connection = connectionTo({ url: server.url, clientCode: 'democlient' }, { retries });
		await submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold');
		const error = await errorOf(send(connection));
		expect(error.message).toContain('refused the connection');
		await connection.transport.close();
		return error;
	}

	test('of an update nobody knows whether Target took it', async () => {
		const error = await errorAfterGoing((connection) => submitUpdate(connection, 'mbox3rdPartyId=c2'));
		expect(error).toMatchObject({ mayBeTaken: true, isUnsent: false });
		expect(error.advice).toContain('Whether Target took it when it was sent before is not known.');
	});

	test('of a question there is nothing to take', async () => {
		const error = await errorAfterGoing((connection) => fetchProfile(connection, 'thirdPartyId', 'c2'));
		expect(error.mayBeTaken).toBe(false);
		expect(error.advice).not.toContain('when it was sent before');
	});
});
