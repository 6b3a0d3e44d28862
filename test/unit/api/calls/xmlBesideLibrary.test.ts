import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';

import { readXml } from '../../../../nodes/AdobeTarget/api/answers/xml';
import { readSubmitAnswer } from '../../../../nodes/AdobeTarget/api/answers/submitAnswer';

/** An element as it is meant: with elements in it, or with text. */
interface Element {
	readonly name: string;
	readonly content: string | readonly Element[];
}

/** Chooses how something is written: one of these, by a number that the property draws. */
type Choose = <Choice>(...choices: readonly Choice[]) => Choice;

const names = fc.constantFrom(
	'success',
	'message',
	'batchStatus',
	'profile',
	'id',
	'status',
	'a-b.c',
	'änderung',
);
const texts = fc.string({
	unit: fc.constantFrom(
		'a',
		'B',
		'7',
		' ',
		'\n',
		'<',
		'>',
		'&',
		'"',
		"'",
		']]>',
		'-->',
		'&lt;',
		'ü',
		'😀',
		'-',
	),
	maxLength: 8,
});
const { element } = fc.letrec<{ element: Element }>((tie) => ({
	element: fc.record({
		name: names,
		content: fc.oneof(
			{ maxDepth: 3, depthSize: 'small' },
			texts.map((text) => text.trim()),
			fc.array(tie('element'), { minLength: 1, maxLength: 4 }),
		),
	}),
}));

/** Numbers by which choices are made, again and again from the start. */
const styles = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 40 });

function chooser(style: readonly number[]): Choose {
	let next = 0;
	return (...choices) => {
		const choice = choices[(style[next++ % style.length] ?? 0) % choices.length];
		if (choice === undefined) throw new RangeError('There is nothing to choose from');
		return choice;
	};
}

function written(root: Element, choose: Choose): string {
	const before = choose(
		'',
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<?xml version="1.0"?>\n<!-- <a>b</a> -->\n',
	);
	return (
		before + writtenElement(root, choose) + choose('', '\n', '<!-- served by edge 45 -->', '\n<?a <b>?>\n')
	);
}

function writtenElement({ name, content }: Element, choose: Choose): string {
	const tag = choose('', '', 't:', 'ns2:') + choose(name, name, name.toUpperCase());
	const attributes = choose('', '', ' a="b"', '\n\tc=\'"<>\' d="/"', ' xmlns:t="http://example.com/"');
	if (content === '' && choose(true, false)) return `<${tag}${attributes}${choose('', ' ')}/>`;
	const inside =
		typeof content === 'string'
			? choose('', '\n ') + writtenText(content, choose) + choose('', ' \t')
			: content.map((child) => choose('', '\n\t', '<!-- x -->') + writtenElement(child, choose)).join('');
	return `<${tag}${attributes}${choose('', ' ')}>${inside}${choose('', '\n')}</${tag}${choose('', '', ' ')}>`;
}

function writtenText(text: string, choose: Choose): string {
	if (text !== '' && !text.includes(']]>') && choose(false, false, true)) return `<![CDATA[${text}]]>`;
	return Array.from(text, (character) => {
		const codePoint = character.codePointAt(0) ?? 0;
		const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }[character];
		// What the library gets wrong: it decodes what "&#38;" gives once more, and cuts "&#128512;" to 16 bits.
		if (character === '&' || codePoint > 0xffff) return named ?? character;
		const byNumber = choose(`&#${codePoint};`, `&#x${codePoint.toString(16)};`);
		return choose(named ?? character, named ?? character, byNumber) + choose('', '', '', '<!---->');
	}).join('');
}

/** `depth name=text` of each element, in the order in which they end. */
function lines({ name, content }: Element, depth = 1): string[] {
	if (typeof content === 'string') return [`${depth} ${name.toLowerCase()}=${content}`];
	const inside = content.flatMap((child) => lines(child, depth + 1));
	return [...inside, `${depth} ${name.toLowerCase()}=(elements)`];
}

async function linesOfOurs(xml: string): Promise<string[]> {
	const found: string[] = [];
	const isWhole = await readXml(xml, {
		opened: () => undefined,
		closed: (name, depth, text) => found.push(`${depth} ${name}=${text ?? '(elements)'}`),
	});
	expect(isWhole).toBe(true);
	return found;
}

const library = new XMLParser({
	preserveOrder: true,
	removeNSPrefix: true,
	ignoreDeclaration: true,
	ignorePiTags: true,
	parseTagValue: false,
	trimValues: false,
	htmlEntities: true,
});

/** What the library gives: a list of `{ name: [its content] }`, and of `{ '#text': … }` for text between. */
type Node = Readonly<Record<string, unknown>>;

function elementsOf(nodes: readonly Node[]): Element[] {
	return nodes.flatMap((node) => {
		const [name = '#text'] = Object.keys(node).filter((key) => key !== ':@');
		if (name === '#text') return [];
		const inside = node[name] as readonly Node[];
		const children = elementsOf(inside);
		const text = inside.map((one) => textOf(one)).join('');
		return [{ name, content: children.length > 0 ? children : text.trim() }];
	});
}

function textOf({ '#text': text }: Node): string {
	return typeof text === 'string' ? text : '';
}

function linesOfLibrary(xml: string): string[] {
	return elementsOf(library.parse(xml) as readonly Node[]).flatMap((root) => lines(root));
}

test('however a well-formed answer is written, it is read as it is meant, and as a well-known parser reads it', async () => {
	await fc.assert(
		fc.asyncProperty(element, styles, async (root, style) => {
			const xml = written(root, chooser(style));
			expect(await linesOfOurs(xml)).toEqual(lines(root));
			expect(linesOfLibrary(xml)).toEqual(lines(root));
		}),
		{ numRuns: 500 },
	);
});

test('an answer that is cut never says that a batch was taken', async () => {
	const fields = fc.array(element, { maxLength: 3 });
	await fc.assert(
		fc.asyncProperty(fields, fields, styles, fc.nat(), async (before, after, style, place) => {
			const success = { name: 'success', content: 'true' };
			const xml = written({ name: 'response', content: [...before, success, ...after] }, chooser(style));
			const end = xml.toLowerCase().lastIndexOf('response');
			const answer = await readSubmitAnswer(xml.slice(0, place % (end + 'response'.length + 1)));
			expect(answer?.success).not.toBe(true);
		}),
		{ numRuns: 500 },
	);
});
