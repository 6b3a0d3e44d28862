import { TargetError } from '../../nodes/AdobeTarget/api/targetError';
import { sentences } from '../../nodes/AdobeTarget/sentences';

test.each<[given: readonly string[], joined: string]>([
	[[], ''],
	[['', ''], ''],
	[['Check the ID'], 'Check the ID.'],
	[['Check the ID.', ''], 'Check the ID.'],
	[['It says "oops"', 'It was tried 2 times.'], 'It says "oops". It was tried 2 times.'],
	[['It says "oops."', 'Wait.'], 'It says "oops." Wait.'],
	[['It says ‘oops!’ ', 'Wait'], 'It says ‘oops!’ Wait.'],
	[['Is it so?', 'The answer: “…”', 'And so on…'], 'Is it so? The answer: “…” And so on…'],
	[['Wait (as it says)', 'It names "a", "b" and 3 more'], 'Wait (as it says). It names "a", "b" and 3 more.'],
	[['Wait. (HTTP 429)', 'It says "no"'], 'Wait. (HTTP 429) It says "no".'],
	[['Look (it is there.)', 'Go on!'], 'Look (it is there.) Go on!'],
])('%j are joined with a stop after each', (given, joined) => {
	expect(sentences(...given)).toBe(joined);
});

test('each sentence of an error of Target has its stop, in whatever order they come', () => {
	const error = new TargetError('Target refused the request', 'Check the attributes', {
		quote: 'The answer: "oops"',
		retry: 'afterPause',
	});
	expect(error.advice).toBe('Check the attributes. The answer: "oops".');
	expect(error.after(2).advice).toBe('Check the attributes. It was tried 2 times. The answer: "oops".');
	expect(error.after(2).passing().final('It was the last').advice).toBe(
		'Check the attributes. It was tried 2 times. It was the last. The answer: "oops".',
	);
	expect(new TargetError('No', 'It says "oops"').after(2).advice).toBe(
		'It says "oops". It was tried 2 times.',
	);
});
