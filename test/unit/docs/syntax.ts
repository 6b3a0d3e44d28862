import ts from 'typescript';

/** What the parameters of a call are, by their declarations. */
export type Scope = ReadonlyMap<ts.Node, Origin | undefined>;

/** An expression, and the call in which it stands. */
export interface Origin {
	readonly node: ts.Node;
	readonly scope: Scope;
}

/** Where no call is looked at. */
export const NO_SCOPE: Scope = new Map();

/** What a call gives for the parameters of a function; a parameter is missing where that can't be told. */
export function argumentsOf(call: ts.CallExpression, called: ts.Node, scope: Scope): Scope {
	if (!hasBody(called)) return NO_SCOPE;
	const spread = call.arguments.findIndex(ts.isSpreadElement);
	const known = called.parameters
		.filter(({ dotDotDotToken }) => dotDotDotToken === undefined)
		.slice(0, spread < 0 ? undefined : spread);
	return new Map(
		known.map((parameter, index) => {
			const node = call.arguments[index];
			return [parameter, node && { node, scope }];
		}),
	);
}

/** Whether it is a function that says what it does. */
export function hasBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
	return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** What a function may return. */
export function returnsOf({ body }: ts.FunctionLikeDeclaration): ts.Expression[] {
	if (body === undefined) return [];
	if (!ts.isBlock(body)) return [body];
	const returned: ts.Expression[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isReturnStatement(node) && node.expression !== undefined) returned.push(node.expression);
		if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
	};
	look(body);
	return returned;
}

/** What `condition ? … : …` may come to. `count === 1 ? 'item' : 'items'` is a matter of grammar: the plural stands for both. */
export function branches({ condition, whenTrue, whenFalse }: ts.ConditionalExpression): ts.Expression[] {
	const isGrammar =
		ts.isBinaryExpression(condition) &&
		ts.isIdentifier(condition.left) &&
		condition.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken &&
		condition.right.getText() === '1';
	return isGrammar ? [whenFalse] : [whenTrue, whenFalse];
}

/** What `??`, `||` and `&&` may come to. */
export function operands({ left, right, operatorToken }: ts.BinaryExpression): ts.Expression[] {
	return operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? [right] : [left, right];
}

/** Without what changes nothing of the value: parentheses, types, `await`. */
export function bare(node: ts.Node): ts.Node {
	const isWrapped =
		ts.isParenthesizedExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isSatisfiesExpression(node) ||
		ts.isNonNullExpression(node) ||
		ts.isAwaitExpression(node);
	return isWrapped ? bare(node.expression) : node;
}

/** Whether it is no value at all. */
export function isNothing(node: ts.Node): boolean {
	return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** A name as it is looked up: quotes around it say nothing. */
export function nameText(name: ts.Node): string {
	return ts.isStringLiteralLike(name) ? name.text : name.getText();
}
