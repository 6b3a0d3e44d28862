/** The end of a sentence: a stop, then perhaps what closes quotes or brackets, then perhaps a remark in brackets, such as a status. */
const CLOSED = /[.!?…]["'”’)]*(?: \([^()]*\))?$/;

/**
 * Texts as sentences one after the other. A text that ends with words from outside (what Target or n8n has said) may
 * lack its stop, so it gets one here. Empty texts are left out.
 */
export function sentences(...texts: readonly string[]): string {
	return texts
		.map((text) => text.trimEnd())
		.filter((text) => text !== '')
		.map((text) => (CLOSED.test(text) ? text : `${text}.`))
		.join(' ');
}
