import { Turn } from '../../turn';

/** What is told of an answer's elements, in the order in which they stand; names without prefix, in lower case. */
export interface XmlListener {
	/** @param depth 1 for the element that holds all others */
	opened(name: string, depth: number): void;
	/**
	 * @param text decoded, without white space around it; undefined where the element holds others, or is longer than
	 * any value of Target's
	 */
	closed(name: string, depth: number, text: string | undefined): void;
}

/** Target's answers are three deep. */
const DEEPEST = 64;

/** The most characters of a value, and of a tag with its attributes. IDs have 256 at most, and addresses some hundred. */
const LONGEST = 8_000;

/** Tags between two looks at the clock. */
const TAGS_BETWEEN_LOOKS = 256;

const SLASH = 0x2f;
const GREATER = 0x3e;
const LESS = 0x3c;
const QUESTION = 0x3f;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/**
 * Reads an answer in XML once, from its start to its end, so it takes as long as the answer is long. It knows elements,
 * attributes (and skips them), comments, processing instructions, CDATA, and references to characters and to XML's own
 * five entities. A document type is not read, nor what comes after it, so nothing is ever expanded or fetched.
 *
 * It stops where the answer is cut, or is no XML any longer. What was told until then stands.
 *
 * @returns whether the answer is whole: one element with all its parts, and nothing that counts beside it
 */
export async function readXml(xml: string, listener: XmlListener): Promise<boolean> {
	const reading = new XmlReading(xml, listener);
	const turn = new Turn();
	for (let at = 0, tags = 1; at < xml.length; tags++) {
		if (tags % TAGS_BETWEEN_LOOKS === 0 && turn.isOver()) await turn.rest();
		at = reading.readOn(at);
		if (at === -1) return false;
	}
	return reading.isWhole;
}

/** One reading of an answer. Its methods read what begins at a place, and give where that ends, or -1 where it has no end. */
class XmlReading {
	/** Whether the element that holds all others has ended. */
	isWhole = false;

	/** The elements that are open, by their names as written. */
	private readonly open: string[] = [];

	/** The text of the innermost open element; undefined once it holds another element or is too long. */
	private text: string | undefined;

	constructor(
		private readonly xml: string,
		private readonly listener: XmlListener,
	) {}

	/** Reads the text up to a tag or the like, and that; or the text up to the end of the answer. */
	readOn(from: number): number {
		const { xml } = this;
		const markup = xml.indexOf('<', from);
		const end = markup === -1 ? xml.length : markup;
		// Beside the one element there is only space.
		if (this.open.length === 0 && endOfSpace(xml, from) < end) return -1;
		this.addText(from, end, unescaped);
		return markup === -1 ? end : this.readMarkup(markup);
	}

	private readMarkup(from: number): number {
		const { xml } = this;
		const next = xml.charCodeAt(from + 1);
		if (next === SLASH) return this.readEndTag(from);
		if (next === QUESTION) return endOf(xml, '?>', from + 2);
		if (next !== EXCLAMATION) return this.readStartTag(from);
		if (xml.startsWith('<!--', from)) return endOf(xml, '-->', from + 4);
		return xml.startsWith('<![CDATA[', from) ? this.readCharacterData(from) : -1;
	}

	private readStartTag(from: number): number {
		const { xml, open } = this;
		const end = endOfTag(xml, from + 1);
		const name = end === -1 ? '' : nameAt(xml, from + 1);
		if (name === '' || this.isWhole || open.length === DEEPEST) return -1;
		open.push(name);
		this.text = '';
		this.listener.opened(localName(name), open.length);
		if (xml.charCodeAt(end - 2) === SLASH) this.close(name);
		return end;
	}

	private readEndTag(from: number): number {
		const { xml } = this;
		const name = this.open.at(-1);
		if (name === undefined) return -1;
		const nameEnd = from + 2 + name.length;
		// As a rule it is written just as in the start tag.
		const isSame =
			xml.startsWith(name, from + 2) || xml.slice(from + 2, nameEnd).toLowerCase() === name.toLowerCase();
		const end = isSame ? endOfSpace(xml, nameEnd) : -1;
		if (xml.charCodeAt(end) !== GREATER) return -1;
		this.close(name);
		return end + 1;
	}

	private readCharacterData(from: number): number {
		const end = this.open.length === 0 ? -1 : endOf(this.xml, ']]>', from);
		if (end !== -1) this.addText(from + '<![CDATA['.length, end - ']]>'.length, asItIs);
		return end;
	}

	private addText(from: number, end: number, decode: (text: string) => string): void {
		const { text } = this;
		if (text === undefined) return;
		const isTooLong = text.length + end - from > LONGEST;
		this.text = isTooLong ? undefined : text + decode(this.xml.slice(from, end));
	}

	private close(name: string): void {
		this.listener.closed(localName(name), this.open.length, this.text?.trim());
		this.open.pop();
		this.text = undefined;
		this.isWhole = this.open.length === 0;
	}
}

/** `answer:Success` is `success`. */
function localName(name: string): string {
	return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}

function endOf(xml: string, mark: string, from: number): number {
	const found = xml.indexOf(mark, from);
	return found === -1 ? -1 : found + mark.length;
}

/** Behind the `>` that ends a tag; one in the value of an attribute does not. */
function endOfTag(xml: string, from: number): number {
	const limit = Math.min(xml.length, from + LONGEST);
	for (let at = from; at < limit; at++) {
		const code = xml.charCodeAt(at);
		if (code === GREATER) return at + 1;
		if (code === LESS) return -1;
		if (code === QUOTE || code === APOSTROPHE) {
			at = xml.indexOf(code === QUOTE ? '"' : "'", at + 1);
			if (at === -1) return -1;
		}
	}
	return -1;
}

function nameAt(xml: string, from: number): string {
	NAME.lastIndex = from;
	return NAME.exec(xml)?.[0] ?? '';
}
const NAME = /[^\s<>/="'&!?]+/y;

function endOfSpace(xml: string, from: number): number {
	SPACE.lastIndex = from;
	SPACE.test(xml);
	return SPACE.lastIndex;
}
/** A byte order mark is space to JavaScript. */
const SPACE = /\s*/y;

const ENTITIES = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

const REFERENCE = /&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|(amp|lt|gt|quot|apos));/gi;

/** What refers to no character of XML stays as it is written. */
function unescaped(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(REFERENCE, (whole, hex?: string, decimal?: string, name?: string) => {
		if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
		const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		const isCharacter =
			codePoint > 0 && codePoint <= 0x10_ff_ff && (codePoint < 0xd8_00 || codePoint > 0xdf_ff);
		return isCharacter ? String.fromCodePoint(codePoint) : whole;
	});
}

function asItIs(text: string): string {
	return text;
}
