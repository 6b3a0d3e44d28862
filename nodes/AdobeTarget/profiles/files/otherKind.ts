import { UnreadableFile } from '../unreadableFile';

/** The beginnings of texts that are taken for a table by mistake. */
const KINDS: ReadonlyArray<readonly [start: RegExp, what: string, advice: string]> = [
	[
		/^\s*(?:\{\s*["}]|\[\s*[[{"\]])/,
		'JSON',
		'Make items of it, e.g. with n8n’s Extract From File node, and choose Input Items as the source; or have it exported as CSV.',
	],
	[
		/^\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])/i,
		'XML or a web page',
		'Look into it: where a download fails, a page that says so often comes in place of the file.',
	],
	[/^\s*"?batch=/i, 'an Adobe batch file', 'Choose Adobe Batch File as the file format.'],
];

/**
 * Tells what a file is by its beginning, once it has turned out not to be what it was said to be.
 *
 * @param expected what it was said to be: "CSV"
 * @returns undefined when it is nothing that is known
 */
export function otherKind(head: string, expected: string): UnreadableFile | undefined {
	const kind = KINDS.find(([start]) => start.test(head));
	if (kind === undefined) return undefined;
	const [, what, advice] = kind;
	return new UnreadableFile(`The file is ${what}, not ${expected}`, advice);
}
