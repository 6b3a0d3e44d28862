import { shownMessages } from './shownMessages';
import { sampleSource } from './sources';
import { spellings, variants } from './texts';

const ERRORS = `
	class TargetError extends Error {
		constructor(message: string, readonly advice: string) { super(message); }
		again(): TargetError { return new TargetError(this.message, this.advice); }
	}
	class NodeOperationError extends Error { constructor(readonly node: object, message: string) { super(message); } }
	declare const code: string, text: string, count: number;
`;

/** What the table would have to say of a source: each message, each slot in words where there are some. */
function read(source: string) {
	const { messages, unread } = shownMessages(sampleSource(ERRORS + source));
	const texts = messages.flatMap(({ text }) => variants(text).map((variant) => spellings(variant).at(-1)));
	return { texts: [...new Set(texts)].sort(), unread };
}

test.each<readonly [how: string, source: string, texts: string[]]>([
	['as a text', `throw new TargetError('It broke', '');`, ['It broke']],
	['as a template', 'throw new TargetError(`It broke ${count} times`, "");', ['It broke … times']],
	['behind the node', `throw new NodeOperationError({}, 'It broke');`, ['It broke']],
	['from a constant', `const WHY = 'It broke'; throw new TargetError(WHY, '');`, ['It broke']],
	[
		'from one of two texts',
		`throw new TargetError(code === '' ? 'It broke' : 'It fell', '');`,
		['It broke', 'It fell'],
	],
	[
		'from a table',
		`const WHY: Record<string, readonly [string, string]> = { a: ['A broke', ''], b: ['B broke', ''] };
		const [what] = WHY[code] ?? ['Something broke', ''];
		throw new TargetError(what, '');`,
		['A broke', 'B broke', 'Something broke'],
	],
	[
		'from a map',
		`const WHY = new Map([['a', 'A broke']]); throw new TargetError(WHY.get(code) ?? 'It broke', '');`,
		['A broke', 'It broke'],
	],
	[
		'from a function',
		`function why(what: string) { if (count > 1) return 'All broke'; return \`The \${what} broke\`; }
		throw new TargetError(why('batch'), '');`,
		['All broke', 'The batch broke'],
	],
	[
		'from a parameter',
		`function refuse(why: string): never { throw new TargetError(why, ''); }
		refuse('It broke'); refuse('It fell');`,
		['It broke', 'It fell'],
	],
	[
		'from a property',
		`interface Row { problem: string | undefined }
		function check(row: Row) { if (row.problem) throw new TargetError(row.problem, ''); }
		class Reader implements Row { problem: string | undefined; read() { this.problem ??= 'It broke'; } }`,
		['It broke'],
	],
	[
		'that an object is given later',
		`interface Outcome { problem?: string }
		const outcome: Outcome = {};
		outcome.problem = 'It broke';
		throw new TargetError(outcome.problem ?? 'It fell', '');`,
		['It broke', 'It fell'],
	],
	[
		'with a number that is given later',
		`const found: { width?: number } = {};
		found.width = count;
		throw new TargetError(\`It broke \${found.width} times\`, '');`,
		['It broke … times'],
	],
	[
		'from an object that is spread over another',
		`const other = { why: 'It fell' };
		throw new TargetError({ why: 'It broke', ...other }.why, '');`,
		['It broke', 'It fell'],
	],
	[
		'from a function among the properties',
		`interface Places { readonly name: (line: number) => string }
		const places: Places = { name: (line) => \`line \${line}\` };
		function refuse(given: Places) { throw new TargetError(\`It broke in \${given.name(count)}\`, ''); }`,
		['It broke in line …'],
	],
	[
		'with words put in later',
		`throw new TargetError('{host} broke'.replace('{host}', text), '');`,
		['… broke'],
	],
	[
		'from a list',
		`throw new TargetError(['It broke', ...(count > 1 ? ['often'] : []), ...text].join(', '), '');`,
		['It broke, often, …'],
	],
	[
		'in the plural',
		`throw new TargetError(\`It broke \${count === 1 ? 'once' : 'often'}\`, '');`,
		['It broke often'],
	],
	['as a hint', `declare const n8n: any; n8n.addExecutionHints({ message: 'Many broke' });`, ['Many broke']],
	['as a line of the log', `declare const n8n: any; n8n.logger.warn('Many broke');`, ['Many broke']],
	['as the error of an item', `const item = { json: { error: 'It broke' } };`, ['It broke']],
	[
		'as a problem beside the output',
		`declare const out: { statusProblem?: string }; out.statusProblem = 'It broke';`,
		['It broke'],
	],
	[
		'before the message of a caught error',
		'declare const caught: TargetError; throw new TargetError(`Twice: ${caught.message}`, "");',
		['Twice: …'],
	],
])('a message is found %s', (_, source, texts) => {
	expect(read(source)).toEqual({ texts, unread: [] });
});

test('words that come from several places may each be a placeholder in the table', () => {
	const { messages } = shownMessages(
		sampleSource(`${ERRORS}
			function refuse(what: string): never { throw new TargetError(\`The \${what} is missing\`, ''); }
			refuse('ID'); refuse('token');`),
	);
	const ways = messages.flatMap(({ text }) => variants(text).map(spellings));
	expect(ways).toEqual([
		['The … is missing', 'The ID is missing'],
		['The … is missing', 'The token is missing'],
	]);
});

test.each([
	['a text that comes from outside', `throw new TargetError(text, '');`, 'the message "text" can’t be told'],
	[
		'what a library gives',
		`throw new TargetError(JSON.stringify(code), '');`,
		'the message "JSON.stringify(code)" can’t be told',
	],
	[
		'one of two that can’t be told',
		`throw new TargetError(count > 1 ? 'It broke' : text, '');`,
		'can’t be told',
	],
	[
		'the message of an error that is not the node’s',
		`declare const caught: Error; throw new TargetError(caught.message, '');`,
		'the message "caught.message" can’t be told',
	],
	[
		'a parameter of a function that is handed on',
		`const refuse = (why: string) => { throw new TargetError(why, ''); };
		refuse('It broke'); text.split('').forEach(refuse);`,
		'the message "why" can’t be told',
	],
	['no text at all', `const nothing = undefined; throw new TargetError(nothing!, '');`, 'can’t be told'],
	[
		'an error that is not shown in words',
		`throw new Error('It broke');`,
		'the node does not show the message of errors of the kind Error',
	],
])('%s does not slip through', (_, source, sentence) => {
	expect(read(source).unread).toEqual([expect.stringContaining(sentence)]);
	expect(read(source).unread[0]).toMatch(/^sample\.ts:\d+: /);
});
