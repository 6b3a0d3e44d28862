import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { ROOT } from './messageTable';

/** A text that the sources build for a person. */
interface SourceMessage {
	/** With `…` for each part that differs from case to case. */
	readonly text: string;
	/** Where it stands: `nodes/…/failure.ts:12`. */
	readonly place: string;
}

/** What is made with a message as its first argument. */
const ERRORS =
	/^(TargetError|InvalidProfile|UnreadableFile|UnavailableFile|TooManyAttributes|NodeOperationError|NodeApiError)$/;

/** n8n's own errors take the node before it. */
const AFTER_NODE = /^Node(Operation|Api)Error$/;

/**
 * The messages of the package, as far as they can be seen without running it: what errors are made with, what hints are
 * given, and the first texts of pairs of message and advice.
 */
export function sourceMessages(): SourceMessage[] {
	return sourceFiles().flatMap(({ name, file }) => {
		const messages: SourceMessage[] = [];
		const take = (node: ts.Node | undefined) => {
			if (node === undefined) return;
			const { line } = file.getLineAndCharacterOfPosition(node.getStart());
			for (const text of textsOf(node)) messages.push({ text, place: `${name}:${line + 1}` });
		};
		visit(file, (node) => {
			if (ts.isNewExpression(node)) {
				const made = node.expression.getText();
				if (ERRORS.test(made)) take(node.arguments?.[AFTER_NODE.test(made) ? 1 : 0]);
			} else if (ts.isCallExpression(node) && node.expression.getText() === 'hint') {
				take(node.arguments[2]);
			} else if (ts.isArrayLiteralExpression(node) && node.elements.length === 2) {
				const [first, second] = node.elements;
				const isPair = second !== undefined && !ts.isFunctionLike(second) && !ts.isSpreadElement(second);
				if (isPair && first !== undefined && textsOf(first).some((text) => text.includes(' '))) take(first);
			}
		});
		return messages;
	});
}

/** All texts of the sources, whatever they are for, with `…` for what differs. */
export function sourceTexts(): string[] {
	return sourceFiles().flatMap(({ file }) => {
		const texts: string[] = [];
		visit(file, (node) => {
			texts.push(...textsOf(node));
		});
		return texts;
	});
}

function sourceFiles(): Array<{ readonly name: string; readonly file: ts.SourceFile }> {
	const names = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
	);
	return names
		.filter((name) => name.endsWith('.ts'))
		.map((name) => {
			const text = readFileSync(join(ROOT, name), 'utf8');
			return { name, file: ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) };
		});
}

/** The texts that an expression may come to, where it says them itself. */
function textsOf(node: ts.Node): string[] {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
		return [node.text.replace('{host}', '…')];
	}
	if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
	if (!ts.isTemplateExpression(node)) return [];
	return [node.templateSpans.reduce((text, { literal }) => `${text}…${literal.text}`, node.head.text)];
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	ts.forEachChild(node, (child) => {
		visit(child, look);
	});
}
