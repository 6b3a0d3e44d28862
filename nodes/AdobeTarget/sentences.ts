/** A stop, also within quotes or brackets that end with it; what stands in brackets after it, as a status, belongs to it. */
const CLOSED = /[.!?…]["'”’)]*(?: \([^()]*\))?$/;

/**
 * Texts as sentences one after the other. Words from outside (what Target or n8n has said) may stand at the end of one
 * without a stop, so it is set where they are joined. Empty texts are left out.
 */
export function sentences(...texts: readonly string[]): string {
	return texts
		.map((text) => text.trimEnd())
		.filter((text) => text !== '')
		.map((text) => (CLOSED.test(text) ? text : `${text}.`))
		.join(' ');
}
