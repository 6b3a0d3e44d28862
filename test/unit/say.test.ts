import { fill, say, sayCount } from '../../nodes/AdobeTarget/say';

const MESSAGES = {
	noAnswer: { text: '{host} did not answer', advice: 'Ask {host} in {minutes} minutes.' },
	stopped: { text: 'It was stopped' },
	left: {
		text: '{count} rows were left by {name}',
		one: '1 row was left by {name}',
		advice: 'Look at {name}.',
	},
} as const;

test('placeholders of text and advice are filled', () => {
	expect(say(MESSAGES.noAnswer, { host: 'edge.example.com', minutes: 3 })).toEqual([
		'edge.example.com did not answer',
		'Ask edge.example.com in 3 minutes.',
	]);
	expect(fill('{a}{b}{a}', { a: 1, b: '' })).toBe('11');
});

test('a message without placeholders takes none, and may have no advice', () => {
	expect(say(MESSAGES.stopped)).toEqual(['It was stopped', '']);
	expect(fill('Give {{ $json.id }}.')).toBe('Give {{ $json.id }}.');
});

test('a number has a text of its own where it is one', () => {
	expect(sayCount(MESSAGES.left, 1, { name: 'a' })).toEqual(['1 row was left by a', 'Look at a.']);
	expect(sayCount(MESSAGES.left, 1_234, { name: 'a' })).toEqual(['1,234 rows were left by a', 'Look at a.']);
});

test('what is filled in stays as it is, also where it looks like a placeholder', () => {
	expect(fill('{first} {second}', { first: '{second}', second: '$&' })).toBe('{second} $&');
});

test('the compiler demands exactly the placeholders that are named', () => {
	const text: string = '{host}';
	// @ts-expect-error one is missing
	fill('{host} {port}', { host: '' });
	// @ts-expect-error one is not in the text
	fill('{host}', { host: '', port: 1 });
	// @ts-expect-error all are missing
	say(MESSAGES.noAnswer);
	// @ts-expect-error those of the advice are missing
	say(MESSAGES.noAnswer, { host: '' });
	// @ts-expect-error there are none
	say(MESSAGES.stopped, { host: '' });
	// @ts-expect-error nobody knows which there are
	fill(text, { host: '' });
	// @ts-expect-error beside the number there is a name
	sayCount(MESSAGES.left, 2);
	// @ts-expect-error one of the two has placeholders
	say(MESSAGES[text === '' ? 'noAnswer' : 'stopped']);
	expect(say(MESSAGES.stopped)).toHaveLength(2);
});
