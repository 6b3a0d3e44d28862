import { join, relative } from 'node:path';

import ts from 'typescript';

/** The package's folder. */
export const ROOT = join(__dirname, '../../..');

/** Where the sources are that can show a message. */
const FOLDERS = ['nodes/', 'credentials/'];

/** Sources with what the compiler knows of them, and what it has to be asked for often, looked up once. */
export interface Sources {
	readonly checker: ts.TypeChecker;
	readonly files: readonly ts.SourceFile[];
	/** The calls of a function, by its declaration. */
	readonly calls: ReadonlyMap<ts.Node, readonly ts.CallExpression[]>;
	/** With what objects are made that have a property, by the declaration of the property. */
	readonly literals: ReadonlyMap<ts.Node, readonly ts.Node[]>;
	/** What is put into a variable or a property later, by its declaration. */
	readonly assigned: ReadonlyMap<ts.Node, readonly ts.Node[]>;
	/** Functions that are handed on, by their declarations: not all of their calls are seen. */
	readonly escaped: ReadonlySet<ts.Node>;
}

/** The sources of the package. */
export function packageSources(): Sources {
	const config = ts.getParsedCommandLineOfConfigFile(
		join(ROOT, 'tsconfig.json'),
		{},
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
	);
	if (config === undefined) throw new Error('tsconfig.json can’t be read');
	const program = ts.createProgram(config.fileNames, config.options);
	return sourcesOf(program, (name) => FOLDERS.some((folder) => relative(ROOT, name).startsWith(folder)));
}

const SAMPLE: ts.CompilerOptions = {
	strict: true,
	target: ts.ScriptTarget.ES2022,
	lib: ['lib.es2022.d.ts'],
	types: [],
};

/** The compiler's own declarations, read once for all samples. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** A text as the only source, named `sample.ts`. */
export function sampleSource(text: string): Sources {
	const host = ts.createCompilerHost(SAMPLE);
	const readFile = host.getSourceFile.bind(host);
	host.getSourceFile = (name, version) => {
		if (name === 'sample.ts') return ts.createSourceFile(name, text, version, true);
		if (!declarations.has(name)) declarations.set(name, readFile(name, version));
		return declarations.get(name);
	};
	return sourcesOf(ts.createProgram(['sample.ts'], SAMPLE, host), (name) => name === 'sample.ts');
}

/** Where something stands, for the person who has to look there: `nodes/…/failure.ts:12`. */
export function placeInSources(node: ts.Node): string {
	const file = node.getSourceFile();
	const { line } = file.getLineAndCharacterOfPosition(node.getStart());
	return `${file.fileName.startsWith(ROOT) ? relative(ROOT, file.fileName) : file.fileName}:${line + 1}`;
}

/** Goes through a node and all that is in it. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	ts.forEachChild(node, (child) => {
		visit(child, look);
	});
}

function sourcesOf(program: ts.Program, isOurs: (fileName: string) => boolean): Sources {
	const checker = program.getTypeChecker();
	const files = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName));
	const calls = new Map<ts.Node, ts.CallExpression[]>();
	const literals = new Map<ts.Node, ts.Node[]>();
	const assigned = new Map<ts.Node, ts.Node[]>();
	const put = <Entry>(map: Map<ts.Node, Entry[]>, key: ts.Node | undefined, entry: Entry) => {
		if (key !== undefined) map.set(key, [...(map.get(key) ?? []), entry]);
	};
	const escaped = new Set<ts.Node>();
	const look = (node: ts.Node): void => {
		const handedOn = functionHandedOn(checker, node);
		if (handedOn !== undefined) escaped.add(handedOn);
		if (ts.isCallExpression(node)) put(calls, checker.getResolvedSignature(node)?.declaration, node);
		if (ts.isObjectLiteralExpression(node)) {
			for (const property of node.properties) {
				for (const declaration of declaredAs(checker, node, property)) put(literals, declaration, property);
			}
		}
		if (isAssignment(node)) {
			for (const declaration of checker.getSymbolAtLocation(nameOf(node.left))?.declarations ?? []) {
				put(assigned, declaration, node.right);
			}
		}
		if (ts.isClassDeclaration(node)) {
			for (const [promised, kept] of implementedBy(checker, node)) put(literals, promised, kept);
		}
	};
	for (const file of files) visit(file, look);
	return { checker, files, calls, literals, assigned, escaped };
}

/** What a property of an object literal is declared as, by the type that is expected there. */
function declaredAs(
	checker: ts.TypeChecker,
	literal: ts.ObjectLiteralExpression,
	{ name }: ts.ObjectLiteralElementLike,
): readonly ts.Node[] {
	const expected = checker.getContextualType(literal);
	if (expected === undefined || name === undefined || !ts.isIdentifier(name)) return [];
	const types = expected.isUnion() ? expected.types : [expected];
	return types.flatMap((type) => checker.getPropertyOfType(type, name.text)?.declarations ?? []);
}

/** What an interface declares, and the member of the class that keeps the promise. */
function implementedBy(checker: ts.TypeChecker, node: ts.ClassDeclaration): Array<[ts.Node, ts.Node]> {
	const own = checker.getTypeAtLocation(node);
	return (node.heritageClauses ?? [])
		.filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
		.flatMap(({ types }) => types.flatMap((type) => checker.getTypeAtLocation(type).getProperties()))
		.flatMap(({ name, declarations: [promised] = [] }) =>
			(checker.getPropertyOfType(own, name)?.declarations ?? []).flatMap((kept): Array<[ts.Node, ts.Node]> =>
				promised === undefined || promised === kept ? [] : [[promised, kept]],
			),
		);
}

const ASSIGNING = new Set([
	ts.SyntaxKind.EqualsToken,
	ts.SyntaxKind.QuestionQuestionEqualsToken,
	ts.SyntaxKind.BarBarEqualsToken,
]);

/** Whether it puts a value into a variable or property. */
export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
	return ts.isBinaryExpression(node) && ASSIGNING.has(node.operatorToken.kind);
}

function nameOf(target: ts.Expression): ts.Node {
	return ts.isPropertyAccessExpression(target) ? target.name : target;
}

/** The function that a name stands for, where it is not called there. */
function functionHandedOn(checker: ts.TypeChecker, node: ts.Node): ts.Node | undefined {
	if (!ts.isIdentifier(node) || ts.isDeclarationStatement(node.parent)) return undefined;
	const { parent } = node;
	if (ts.isCallExpression(parent) && parent.expression === node) return undefined;
	if (ts.isImportSpecifier(parent) || (ts.isVariableDeclaration(parent) && parent.name === node))
		return undefined;
	const found = checker.getSymbolAtLocation(node);
	if (found === undefined) return undefined;
	const isAlias = (found.flags & ts.SymbolFlags.Alias) !== 0;
	const { valueDeclaration } = isAlias ? checker.getAliasedSymbol(found) : found;
	if (valueDeclaration === undefined) return undefined;
	if (ts.isFunctionDeclaration(valueDeclaration)) return valueDeclaration;
	const value = ts.isVariableDeclaration(valueDeclaration) ? valueDeclaration.initializer : undefined;
	return value !== undefined && ts.isArrowFunction(value) ? value : undefined;
}
