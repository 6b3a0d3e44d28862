import ts from 'typescript';

import { isAssignment, placeInSources, visit } from './sources';
import type { Sources } from './sources';
import { isSaidElsewhere, REPORTED, textReader } from './textReader';
import type { Text } from './texts';

/** A message that the code can show. */
export interface ShownMessage {
	readonly text: Text;
	/** Where it is shown: `nodes/…/failure.ts:12`. */
	readonly place: string;
}

/** Errors of the program: they are reported as such, with the message behind "The node failed in a way …". */
const OF_THE_PROGRAM = new Set(['RangeError', 'TypeError']);

/** Errors without words: whoever catches them knows what to say. */
const WORDLESS = new Set(['SourceChanged']);

/** Properties that hold a message, wherever they are set. */
const MESSAGE_PROPERTIES = new Set(['error', 'message', 'statusProblem']);

/** Functions of n8n's that show a text. */
const SHOWING = new Set(['debug', 'error', 'info', 'sendMessageToUI', 'warn']);

/** All messages that the sources can show, and in sentences what could not be read. */
export function shownMessages(sources: Sources): { messages: ShownMessage[]; unread: string[] } {
	const read = textReader(sources);
	const messages: ShownMessage[] = [];
	const unread: string[] = [];
	const collect = (shown: ts.Node): void => {
		const place = placeInSources(shown);
		const found = read(shown);
		if (found === undefined || (found.texts.length === 0 && !found.elsewhere)) {
			unread.push(
				`${place}: the message "${shown.getText()}" can’t be told from the sources. Make it, or what every call hands in for it, a text, a template, or a constant or function of the package that gives one.`,
			);
			return;
		}
		messages.push(...found.texts.map((text) => ({ text, place })));
	};
	for (const file of sources.files) {
		visit(file, (node) => {
			if (ts.isNewExpression(node)) {
				const found = messageOfError(sources.checker, node);
				if (typeof found === 'string') unread.push(`${placeInSources(node)}: ${found}`);
				else if (found !== undefined) collect(found);
			}
			for (const shown of messagesSet(sources.checker, node)) collect(shown);
		});
	}
	return { messages, unread };
}

/** The argument that is the message of an error; a sentence where the error is none that the node shows in words. */
function messageOfError(checker: ts.TypeChecker, node: ts.NewExpression): ts.Node | string | undefined {
	const type = checker.getTypeAtLocation(node);
	const name = type.getSymbol()?.name ?? '';
	const isError = type.getProperty('message') !== undefined && type.getProperty('stack') !== undefined;
	if (!isError || OF_THE_PROGRAM.has(name) || WORDLESS.has(name)) return undefined;
	if (!REPORTED.has(name)) {
		return `the node does not show the message of errors of the kind ${name}. Throw one of ${[...REPORTED].join(', ')}.`;
	}
	const [first, second] = node.arguments ?? [];
	if (!name.startsWith('Node')) return first;
	// A `message` in an object is found as a property.
	const isFound = name === 'NodeApiError' && second !== undefined && ts.isObjectLiteralExpression(second);
	return isFound ? undefined : second;
}

/** The messages that a node of the sources sets, or hands to n8n to be shown. */
function messagesSet(checker: ts.TypeChecker, node: ts.Node): ts.Node[] {
	if (ts.isObjectLiteralExpression(node)) {
		const type = checker.getContextualType(node);
		return node.properties.filter(
			(property) =>
				property.name !== undefined &&
				isMessage(checker, property.name) &&
				!(type !== undefined && isSaidElsewhere(type, 'message')),
		);
	}
	if (isAssignment(node)) {
		const isSet = ts.isPropertyAccessExpression(node.left) && isMessage(checker, node.left.name);
		return isSet ? [node.right] : [];
	}
	if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
	return SHOWING.has(node.expression.name.text) ? node.arguments.slice(0, 1) : [];
}

/** n8n's `error` is a text in an item's fields, and an object elsewhere. */
function isMessage(checker: ts.TypeChecker, name: ts.Node): boolean {
	if (!ts.isIdentifier(name) || !MESSAGE_PROPERTIES.has(name.text)) return false;
	return name.text !== 'error' || (checker.getTypeAtLocation(name).flags & ts.TypeFlags.StringLike) !== 0;
}
