import ts from 'typescript';

import type { Sources } from './sources';
import type { Origin } from './syntax';
import { ANYTHING, hasChoice, hasWords, replaced } from './texts';
import type { Slot, Text } from './texts';
import { SAID_ELSEWHERE, valueTracer } from './valueTracer';
import type { ValueTracer } from './valueTracer';

/** The errors whose messages the node shows as they are. */
export const REPORTED = new Set([
	'InvalidProfile',
	'NodeApiError',
	'NodeOperationError',
	'TargetError',
	'UnreadableFile',
]);

/** What holds words of Target's or of n8n's: they are shown as they came. */
const OF_OTHERS = new Set(['SaidByN8n', 'SubmitAnswer', 'SubmittedBatch']);

/** The texts that an expression may come to. */
export interface Texts {
	readonly texts: readonly Text[];
	/** Whether it may also be a text that is found elsewhere, such as the message of an error that was caught. */
	readonly elsewhere: boolean;
}

const ELSEWHERE: Texts = { texts: [], elsewhere: true };

/** Gives the reader of the texts that an expression may come to; it says undefined where the sources don't tell. */
export function textReader(sources: Sources): (expression: ts.Node) => Texts | undefined {
	const trace = valueTracer(sources, isSaidElsewhere);
	return (node) => read(trace, { node, scope: new Map() });
}

/** Whether a property is the message of an error that is shown as it is, or holds words of Target's or n8n's. */
export function isSaidElsewhere(holder: ts.Type, property: string): boolean {
	if (property !== 'message') return false;
	const types = (holder.isUnion() ? holder.types : [holder]).filter((type) => type.getProperty(property));
	const names = types.map((type) => type.getSymbol()?.name ?? '');
	return names.length > 0 && names.every((name) => REPORTED.has(name) || OF_OTHERS.has(name));
}

function read(trace: ValueTracer, origin: Origin): Texts | undefined {
	const values = trace(origin);
	return values && union(values.map((value) => (value === SAID_ELSEWHERE ? ELSEWHERE : spell(trace, value))));
}

/** The texts that a literal, a template or a call of a text's own function gives. */
function spell(trace: ValueTracer, { node, scope }: Origin): Texts | undefined {
	const at = (inner: ts.Node) => read(trace, { node: inner, scope });
	if (ts.isStringLiteralLike(node)) return only([node.text]);
	if (ts.isTemplateExpression(node)) {
		const spans = node.templateSpans.flatMap(({ expression, literal }) => [
			at(expression),
			only([literal.text]),
		]);
		return joined([only([node.head.text]), ...spans]);
	}
	if (ts.isBinaryExpression(node)) return joined([at(node.left), at(node.right)]);
	if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
	const { expression: receiver, name } = node.expression;
	const [first, second] = node.arguments;
	if (first === undefined || !ts.isStringLiteral(first)) return undefined;
	if (name.text === 'join') return joinedList(trace, { node: receiver, scope }, first.text);
	if (name.text === 'replace' && second !== undefined) {
		const by = slotFor(at(second));
		const found = at(receiver);
		return found && { ...found, texts: found.texts.map((text) => replaced(text, first.text, by)) };
	}
	return undefined;
}

/** A list with its optional parts, as one text; what can't be told of it is a slot for anything. */
function joinedList(trace: ValueTracer, origin: Origin, separator: string): Texts | undefined {
	const [list, ...others] = trace(origin) ?? [];
	if (list === undefined || list === SAID_ELSEWHERE || others.length > 0) return undefined;
	if (!ts.isArrayLiteralExpression(list.node)) return undefined;
	const { scope } = list;
	const elements = list.node.elements.flatMap((element) => {
		if (!ts.isSpreadElement(element)) return [read(trace, { node: element, scope })];
		const optional = optionalElements(element.expression);
		return optional ? optional.map((node) => read(trace, { node, scope })) : [undefined];
	});
	return joined(
		elements.flatMap((element, index) => (index === 0 ? [element] : [only([separator]), element])),
	);
}

/** The elements of `condition ? [element] : []`. */
function optionalElements(spread: ts.Expression): readonly ts.Expression[] | undefined {
	const bare = ts.isParenthesizedExpression(spread) ? spread.expression : spread;
	if (!ts.isConditionalExpression(bare)) return undefined;
	const { whenTrue, whenFalse } = bare;
	const isOptional = ts.isArrayLiteralExpression(whenFalse) && whenFalse.elements.length === 0;
	return isOptional && ts.isArrayLiteralExpression(whenTrue) ? whenTrue.elements : undefined;
}

/** One text of several pieces. What can't be told of a piece is a slot for anything. */
function joined(pieces: ReadonlyArray<Texts | undefined>): Texts | undefined {
	const text: Array<string | Slot> = [];
	for (const piece of pieces) {
		const slot = slotFor(piece);
		const [first, ...others] = slot.alternatives;
		const isFixed = first !== undefined && others.length === 0 && !hasChoice(first);
		text.push(...(isFixed ? first : [slot]));
	}
	if (hasWords(text)) return only(text);
	return pieces.some((piece) => piece?.elsewhere) ? ELSEWHERE : undefined;
}

function slotFor(found: Texts | undefined): Slot {
	if (found === undefined || found.texts.length === 0) return ANYTHING;
	return { alternatives: found.elsewhere ? [...found.texts, [ANYTHING]] : found.texts };
}

function only(text: Text): Texts {
	return { texts: [text], elsewhere: false };
}

function union(all: ReadonlyArray<Texts | undefined>): Texts | undefined {
	const known = all.filter((found) => found !== undefined);
	if (known.length < all.length) return undefined;
	return { texts: known.flatMap(({ texts }) => texts), elsewhere: known.some(({ elsewhere }) => elsewhere) };
}
