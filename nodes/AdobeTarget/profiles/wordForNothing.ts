/**
 * What programs write where they have nothing, in lower case. It is nobody's ID: a row that is refused is named, but nobody
 * would see that strangers are gathered in one profile. Words that may be somebody's name are not among them: `nil`, `na`, `nat`, `inf`,
 * `infinity`. (`none` is what Python writes.)
 */
const WORDS = new Set([
	'null',
	'(null)',
	'<null>',
	'[null]',
	'undefined',
	'(undefined)',
	'none',
	'(none)',
	'<none>',
	'<nil>',
	'nan',
	'n/a',
	'(n/a)',
	'<na>',
	'\\n',
	'(blank)',
	'(empty)',
	'[object object]',
]);

/** No word is longer: errors of spreadsheets have such lengths. */
const LONGEST = 32;

/** What a spreadsheet shows for an error, in any language: `#N/A`, `#REF!`, `#NAME?`, `#WERT!`; and for too little room. */
const SPREADSHEET_ERROR = /^#(?:n\/?[adv]|getting_data|\S*[!?]|#+)$/;

/** What stands in a template where a value belongs, as `{{ $json.id }}` where it was not saved as an expression. */
const PLACEHOLDER = /^(?:\{\{[^]*\}\}|\$\{[^]*\})$/;

/** Whether a text says that there is nothing, in any case of letters. */
export function isWordForNothing(text: string): boolean {
	if (PLACEHOLDER.test(text)) return true;
	if (text.length > LONGEST) return false;
	const word = text.toLowerCase();
	return WORDS.has(word) || SPREADSHEET_ERROR.test(word);
}
