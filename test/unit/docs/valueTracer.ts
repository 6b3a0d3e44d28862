import ts from 'typescript';

import type { Sources } from './sources';
import {
	NO_SCOPE,
	argumentsOf,
	bare,
	branches,
	hasBody,
	isNothing,
	nameText,
	operands,
	returnsOf,
} from './syntax';
import type { Origin, Scope } from './syntax';

/** A value whose words are found where they were first said, such as the message of an error that was caught. */
export const SAID_ELSEWHERE = Symbol('said elsewhere');

/**
 * Finds the expressions from which a value may come: through constants, tables, functions, parameters and properties.
 * Undefined where the sources don't tell.
 */
export type ValueTracer = (origin: Origin) => ReadonlyArray<Origin | typeof SAID_ELSEWHERE> | undefined;

/** Any property of an object, any element of a list. */
const ANY = Symbol('any');

type Step = string | number | typeof ANY;
type Path = readonly Step[];
type Values = ReadonlyArray<Origin | typeof SAID_ELSEWHERE>;

/** Longer ways than any in the sources: going round in circles. */
const LONGEST_WAY = 100;

/**
 * @param isSaidElsewhere whether a property holds words that are found elsewhere
 */
export function valueTracer(
	{ checker, calls, literals, assigned, escaped }: Sources,
	isSaidElsewhere: (holder: ts.Type, property: string) => boolean,
): ValueTracer {
	let way = 0;
	const underWay = new Set<ts.Node>();

	function trace(node: ts.Node, path: Path, scope: Scope): Values | undefined {
		if (way > LONGEST_WAY) return undefined;
		way++;
		try {
			return traceExpression(bare(node), path, scope);
		} finally {
			way--;
		}
	}

	function traceExpression(node: ts.Node, path: Path, scope: Scope): Values | undefined {
		if (isNothing(node)) return [];
		if (ts.isIdentifier(node)) return traceDeclaration(declarationOf(node), path, scope);
		if (ts.isConditionalExpression(node)) return union(branches(node).map((to) => trace(to, path, scope)));
		if (ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.PlusToken) {
			return union(operands(node).map((operand) => trace(operand, path, scope)));
		}
		if (ts.isPropertyAccessExpression(node)) {
			return traceStep(node.expression, node.name.text, path, scope);
		}
		if (ts.isElementAccessExpression(node)) {
			const { argumentExpression: index } = node;
			return trace(node.expression, [ts.isNumericLiteral(index) ? Number(index.text) : ANY, ...path], scope);
		}
		if (ts.isCallExpression(node)) return traceCall(node, path, scope);
		if (ts.isPropertyAssignment(node)) return trace(node.initializer, path, scope);
		if (ts.isShorthandPropertyAssignment(node)) {
			return traceDeclaration(checker.getShorthandAssignmentValueSymbol(node)?.valueDeclaration, path, scope);
		}
		if (ts.isPropertyDeclaration(node)) return traceVariable(node, path, scope);
		const [step, ...rest] = path;
		if (step === undefined) return [{ node, scope }];
		if (ts.isNewExpression(node) && node.expression.getText() === 'Map') {
			const [entries] = node.arguments ?? [];
			return entries && trace(entries, [ANY, 1, ...rest], scope);
		}
		if (ts.isArrayLiteralExpression(node)) {
			const elements = typeof step === 'number' ? node.elements.slice(step, step + 1) : node.elements;
			if (elements.some(ts.isSpreadElement)) return undefined;
			return union(elements.map((element) => trace(element, rest, scope)));
		}
		return ts.isObjectLiteralExpression(node) ? traceLiteral(node, step, rest, scope) : undefined;
	}

	/** A property of what an expression comes to. */
	function traceStep(holder: ts.Expression, property: string, path: Path, scope: Scope): Values | undefined {
		const type = checker.getTypeAtLocation(holder);
		if (isSaidElsewhere(type, property)) return [SAID_ELSEWHERE];
		return withProperty(trace(holder, [property, ...path], scope), type, property, path);
	}

	/** What its holder was made with and what was put in later; where that is not known, all that is ever put in. */
	function withProperty(
		made: Values | undefined,
		holder: ts.Type,
		property: string,
		path: Path,
	): Values | undefined {
		const declarations = checker.getPropertyOfType(holder, property)?.declarations ?? [];
		const isMade = made !== undefined && made.length > 0;
		const sources = isMade ? [assigned] : [literals, assigned];
		const put = declarations.flatMap((declaration) => sources.flatMap((map) => map.get(declaration) ?? []));
		const [first] = declarations;
		// A property that is handed on from one object to another adds nothing to what was put in first.
		if (first === undefined || put.length === 0) return made;
		if (underWay.has(first)) return made ?? [];
		underWay.add(first);
		try {
			return union([isMade ? made : [], ...put.map((value) => trace(value, path, NO_SCOPE))]);
		} finally {
			underWay.delete(first);
		}
	}

	function traceLiteral(
		{ properties }: ts.ObjectLiteralExpression,
		step: Step,
		path: Path,
		scope: Scope,
	): Values | undefined {
		if (step === ANY) {
			return properties.some(ts.isSpreadAssignment)
				? undefined
				: union(properties.map((each) => trace(each, path, scope)));
		}
		const name = String(step);
		const index = properties.findIndex((each) => each.name !== undefined && nameText(each.name) === name);
		const property = properties[index];
		// What is spread later takes the place of a property.
		const spread = properties
			.slice(index + 1)
			.filter(ts.isSpreadAssignment)
			.map(({ expression }) => expression)
			.filter((expression) => checker.getPropertyOfType(checker.getTypeAtLocation(expression), name));
		return union([
			property === undefined ? [] : trace(property, path, scope),
			...spread.map((expression) => trace(expression, [step, ...path], scope)),
		]);
	}

	function traceDeclaration(declaration: ts.Node | undefined, path: Path, scope: Scope): Values | undefined {
		if (declaration === undefined) return undefined;
		if (ts.isParameter(declaration)) return traceParameter(declaration, path, scope);
		if (ts.isBindingElement(declaration)) return traceBinding(declaration, path, scope);
		if (ts.isVariableDeclaration(declaration)) return traceVariable(declaration, path, scope);
		return path.length === 0 ? [{ node: declaration, scope }] : undefined;
	}

	/** By what it is declared with and what is put into it later. */
	function traceVariable(
		declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
		path: Path,
		scope: Scope,
	): Values | undefined {
		const { initializer } = declaration;
		const put = [...(initializer ? [initializer] : []), ...(assigned.get(declaration) ?? [])];
		return put.length === 0 ? undefined : union(put.map((value) => trace(value, path, scope)));
	}

	/** A name that is picked out of an object or a list: `const [message] = …`, `({ noun }: Places)`. */
	function traceBinding(element: ts.BindingElement, path: Path, scope: Scope): Values | undefined {
		const pattern = element.parent;
		const { propertyName, name, dotDotDotToken } = element;
		if (dotDotDotToken !== undefined) return undefined;
		const step = ts.isArrayBindingPattern(pattern)
			? pattern.elements.indexOf(element)
			: nameText(propertyName ?? name);
		const type = checker.getTypeAtLocation(pattern);
		if (typeof step === 'string' && isSaidElsewhere(type, step)) return [SAID_ELSEWHERE];
		const made = traceHolder(pattern.parent, [step, ...path], scope);
		const found = typeof step === 'string' ? withProperty(made, type, step, path) : made;
		return element.initializer ? union([found, trace(element.initializer, path, scope)]) : found;
	}

	function traceHolder(
		holder: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
		path: Path,
		scope: Scope,
	): Values | undefined {
		if (ts.isParameter(holder)) return traceParameter(holder, path, scope);
		if (ts.isBindingElement(holder)) return traceBinding(holder, path, scope);
		return holder.initializer && trace(holder.initializer, path, scope);
	}

	/** What the call gives for it, where one is looked at; what all calls of the function give, where none is. */
	function traceParameter(parameter: ts.ParameterDeclaration, path: Path, scope: Scope): Values | undefined {
		const ofArgument = (argument: Origin | undefined) => {
			if (argument !== undefined) return trace(argument.node, path, argument.scope);
			return parameter.initializer ? trace(parameter.initializer, path, scope) : [];
		};
		if (scope.has(parameter)) return ofArgument(scope.get(parameter));
		const callers = calls.get(parameter.parent) ?? [];
		if (callers.length === 0 || escaped.has(parameter.parent)) return undefined;
		return union(
			callers.map((call) => {
				const given = argumentsOf(call, parameter.parent, NO_SCOPE);
				return given.has(parameter) ? ofArgument(given.get(parameter)) : undefined;
			}),
		);
	}

	function traceCall(call: ts.CallExpression, path: Path, scope: Scope): Values | undefined {
		const { expression: callee } = call;
		if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'get') {
			const table = trace(callee.expression, [ANY, ...path], scope);
			if (table !== undefined) return table;
		}
		const functions = functionsOf(call, scope);
		if (functions.length === 0) return path.length === 0 ? [{ node: call, scope }] : undefined;
		return union(
			functions.flatMap((called) => {
				const within = new Map([...scope, ...argumentsOf(call, called, scope)]);
				return returnsOf(called).map((returned) => trace(returned, path, within));
			}),
		);
	}

	/** The functions of the sources that a call may mean; none where it is one of a library. */
	function functionsOf(call: ts.CallExpression, scope: Scope): ts.FunctionLikeDeclaration[] {
		const declaration = checker.getResolvedSignature(call)?.declaration;
		if (declaration !== undefined && hasBody(declaration)) return [declaration];
		if (!ts.isPropertyAccessExpression(call.expression)) return [];
		const { expression: holder, name } = call.expression;
		const found = traceStep(holder, name.text, [], scope) ?? [];
		return found.flatMap((value) => (value !== SAID_ELSEWHERE && hasBody(value.node) ? [value.node] : []));
	}

	function declarationOf(name: ts.Identifier): ts.Node | undefined {
		const symbol = checker.getSymbolAtLocation(name);
		if (symbol === undefined) return undefined;
		const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
		return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
	}

	return ({ node, scope }) => trace(node, [], scope);
}

function union(all: ReadonlyArray<Values | undefined>): Values | undefined {
	const known = all.filter((found) => found !== undefined);
	return known.length < all.length ? undefined : known.flat();
}
