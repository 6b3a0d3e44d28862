const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** Whether a text can stand in a header, as Adobe's tokens and IDs do: it is not empty, and all of it is visible ASCII. */
export function isHeaderText(text: string): boolean {
	return VISIBLE_ASCII.test(text);
}
