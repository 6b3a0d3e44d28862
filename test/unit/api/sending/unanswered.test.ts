import { Unanswered } from '../../../../nodes/AdobeTarget/api/sending/unanswered';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';

const NO = new TargetError('Target refused the request', 'Check the attributes.', { status: 400 });
const LOST = new TargetError('It did not answer', 'That is not known.', { mayBeTaken: true });
const WHOLE = { status: 200, text: '', retryAfter: undefined };

/** What the last of some tries is told as. */
function told(...tries: readonly unknown[]): unknown {
	const unanswered = new Unanswered();
	return tries.map((error) => unanswered.failed(error)).at(-1);
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
	const unanswered = new Unanswered();
	unanswered.answered(answer);
	expect(unanswered.failed(NO)).toMatchObject({ mayBeTaken: isInDoubt });
});
