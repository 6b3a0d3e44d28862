import {
	refusedByStatus,
	refusedBySuccess,
	unreadableAnswer,
} from '../../../../nodes/AdobeTarget/api/sending/refusal';
import type { Sent } from '../../../../nodes/AdobeTarget/api/sending/refusal';
import { expectSentences } from '../answering';

/** A batch with a token that the credential gives. */
const BATCH: Sent = { asked: 'batch', clientCode: 'democlient', isOwnEdge: true, token: 'given' };

function answer(status: number, text = '', retryAfter?: string) {
	return { status, text, retryAfter };
}

test.each([
	[300, 'Target’s address answered with a redirect, which is not followed', 'never', 'edge URL'],
	[302, 'Target’s address answered with a redirect, which is not followed', 'never', 'edge URL'],
	[399, 'Target’s address answered with a redirect, which is not followed', 'never', 'edge URL'],
	[400, 'Target refused the request', 'never', 'Check the attributes'],
	[401, 'Target refused the profile authentication token', 'never', 'expired'],
	[403, 'Target refused the profile authentication token', 'never', 'expired'],
	[404, 'Target does not know this address', 'never', '"democlient"'],
	[408, 'Target did not get the whole request in time', 'afterPause', 'does no harm'],
	[413, 'Target says that the request is too large', 'never', 'smaller batches'],
	[429, 'Target is limiting the requests', 'afterPause', '50 calls a minute'],
	[499, 'Target refused the request', 'never', 'Check the attributes'],
	[500, 'Target has a problem of its own', 'afterPause', 'does no harm'],
	[503, 'Target is limiting the requests', 'withBudget', '50 calls a minute'],
	[599, 'Target has a problem of its own', 'afterPause', 'does no harm'],
	[199, 'Target refused the request', 'never', 'Check the attributes'],
])('HTTP %d says what it means, what to do, and whether to try again', (status, message, retry, advice) => {
	const error = refusedByStatus(answer(status), BATCH);
	expect(error).toMatchObject({ status, message, retry });
	expect(error.advice).toContain(advice);
	expectSentences(error);
});

test.each([401, 403])('HTTP %d without a token asks for one', (status) => {
	const error = refusedByStatus(answer(status), { ...BATCH, token: undefined });
	expect(error.message).toBe('Target asks for a profile authentication token');
	expect(error.advice).toContain('"Require Authentication" is on');
});

test.each([
	['update', 'Target has a problem of its own', 'afterPause', /does no harm/],
	['batch', 'Target is limiting the requests', 'withBudget', /50 calls a minute.*larger batches/],
	['status', 'Target is limiting the requests', 'withBudget', /50 calls a minute.*ask again/],
	['profile', 'Target has a problem of its own', 'afterPause', /^Wait a little, and ask again\.$/],
] as const)(
	'a 503 to a %s speaks of the 50 calls only where they are meant',
	(asked, message, retry, advice) => {
		expect(refusedByStatus(answer(503), { ...BATCH, asked })).toMatchObject({
			message,
			retry,
			advice: expect.stringMatching(advice) as string,
		});
	},
);

test.each([
	['update', /fewer requests in a second.*1,000,000 single updates/],
	['batch', /50 calls a minute/],
	['status', /50 calls a minute/],
	['profile', /^Wait a minute, then ask again\.$/],
] as const)('a 429 to a %s says what to do about it', (asked, advice) => {
	const error = refusedByStatus(answer(429), { ...BATCH, asked });
	expect(error).toMatchObject({ message: 'Target is limiting the requests', retry: 'afterPause' });
	expect(error.advice).toMatch(advice);
	expectSentences(error);
});

test.each([401, 403])(
	'HTTP %d of another host that is asked for a status is not blamed on the token',
	(status) => {
		const sent = { ...BATCH, asked: 'status', isOwnEdge: false } as const;
		for (const token of ['given', 'issued'] as const) {
			const error = refusedByStatus(answer(status), { ...sent, token });
			expect(error.message).toBe('The host of the status URL does not let the status be asked');
			expectSentences(error);
		}
		expect(refusedByStatus(answer(status), { ...sent, token: undefined }).message).toBe(
			'Target asks for a profile authentication token',
		);
	},
);

test('Retry-After is kept with the refusal', () => {
	expect(refusedByStatus(answer(429, '', '7'), BATCH).retryAfterMs).toBe(7_000);
	expect(refusedByStatus(answer(429), BATCH).retryAfterMs).toBeUndefined();
});

test.each([
	['nothing where nothing was written', ' \n ', ''],
	['nothing where there are only tags', '<html><body></body></html>', ''],
	['the words without tags and line ends', '<h1>Bad</h1>\n\n<p>request</p>', ' The answer: "Bad request".'],
	[
		'no styles and scripts',
		'<style type="a">p {\n}</style>Bad<SCRIPT>alert(1);\n</SCRIPT> day<script>x</script>',
		' The answer: "Bad day".',
	],
	['words apart that tags keep apart', '<b>a</b><b>b</b>c<style></style>d', ' The answer: "a b c d".'],
	['a word that only begins like a script', '<scripture>Bad</scripture>', ' The answer: "Bad".'],
	['200 characters', 'x'.repeat(200), ` The answer: "${'x'.repeat(200)}".`],
	['no more than 200 characters', 'x'.repeat(201), ` The answer: "${'x'.repeat(200)}…"`],
	['a "<" that begins no tag', 'a < b, <3', ' The answer: "a ‹ b, ‹3".'],
	['nothing of a tag without an end', 'Bad<p class="x', ' The answer: "Bad".'],
	['nothing of a comment', 'Bad<!-- <p>a</p> -->day<!-- x', ' The answer: "Bad day".'],
	['nothing of a style without an end', 'Bad<style>p {}', ' The answer: "Bad".'],
	['nothing behind its first 16,000 characters', `${'<b>'.repeat(6_000)}Bad`, ''],
])('of an answer the advice quotes %s', (_, text, quote) => {
	const plain = refusedByStatus(answer(400), BATCH).advice;
	expect(refusedByStatus(answer(400, text), BATCH).advice).toBe(plain + quote);
});

describe('success=false', () => {
	test('is told in Target’s own words', () => {
		const error = refusedBySuccess('Batch is empty', BATCH);
		expect(error).toMatchObject({
			message: 'Target refused the update: Batch is empty',
			status: 200,
			retry: 'never',
		});
		expectSentences(error);
	});

	test('is told in 200 characters at most', () => {
		expect(refusedBySuccess('x'.repeat(201), { ...BATCH, asked: 'update' }).message).toBe(
			`Target refused the update: ${'x'.repeat(200)}…`,
		);
	});

	test('without words says that there is no reason', () => {
		expect(refusedBySuccess('', { ...BATCH, asked: 'update' }).message).toBe(
			'Target refused the update without a reason',
		);
	});
});

test.each([
	['', 'Target’s answer was empty', 'afterPause'],
	[' \r\n', 'Target’s answer was empty', 'afterPause'],
	['<html lang="en">Sign in</html>', 'A web page came back instead of an answer from Target', 'never'],
	['<!DOCTYPE html><p>Sign in', 'A web page came back instead of an answer from Target', 'never'],
	['{"a":1}', 'The answer could not be understood as one from Target', 'afterPause'],
])('the answer %j of no meaning is told apart from others', (text, message, retry) => {
	const error = unreadableAnswer(answer(200, text), 'batch');
	expect(error).toMatchObject({ message, retry, status: 200 });
	expectSentences(error);
});

test('an answer of no meaning is quoted', () => {
	expect(unreadableAnswer(answer(200, '<p>Sign in</p>'), 'batch').advice).toMatch(
		/ The answer: "Sign in"\.$/,
	);
});

test.each([401, 403])(
	'HTTP %d for a token that was just issued is not blamed on the credential’s token',
	(status) => {
		const error = refusedByStatus(answer(status), { ...BATCH, token: 'issued' });
		expect(error.message).toMatch(/^Target refused the profile token that Adobe’s Admin API/);
		expectSentences(error);
		expect(refusedByStatus(answer(400), { ...BATCH, token: 'issued' }).message).toBe(
			'Target refused the request',
		);
	},
);
