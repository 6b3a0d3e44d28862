const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** Whether a text can stand in a header, as tokens and IDs of Adobe's do: it has no spaces, no line ends, and only ASCII. */
export function isHeaderText(text: string): boolean {
	return VISIBLE_ASCII.test(text);
}
