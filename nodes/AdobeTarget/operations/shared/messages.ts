import type { Finding } from '../../profiles/findings';
import { NOTHING_SENT } from '../../messages';
import { CHECK_EXPRESSION } from '../../n8n/messages';
import type { CountedMessage, Messages } from '../../say';

const NAMES = `It takes a text with commas between the names, or a list of them. ${CHECK_EXPRESSION}`;

/** What is said of parameters and options that name fields or values. */
export const PARAMETERS = {
	noNames: { text: 'The parameter "{parameter}" must be names of fields', advice: NAMES },
	empty: { text: 'The parameter "{parameter}" is empty', advice: NAMES },
	noAttributes: {
		text: 'The parameter "Attributes" is empty',
		advice:
			'Define Below is chosen, and no attribute is named. Add one, or choose another way under Attributes to Send.',
	},
	noExcludedNames: {
		text: 'The option "{option}" must be names of fields',
		advice: `${NAMES} ${NOTHING_SENT}`,
	},
	noTexts: {
		text: 'The option "{option}" must be texts',
		advice: `It takes a text with commas between the values that count as empty, or a list of them. ${CHECK_EXPRESSION} ${NOTHING_SENT}`,
	},
} as const satisfies Messages;

const LETTER_BY_LETTER = `{named} Names are compared letter by letter: write them as they stand in the input. ${NOTHING_SENT}`;

/** What is said of names in the panel that no field has. */
export const NAMED_FIELDS = {
	nearName: { text: 'There is no field "{field}", but "{near}"', advice: LETTER_BY_LETTER },
	nearNameInSome: {
		text: 'Some rows have no field "{field}", but "{near}"',
		advice: LETTER_BY_LETTER,
	},
	noSuchField: {
		text: '{parameter} names {names}, but the input has no such field.',
		advice: 'It has {fields}.',
	},
	nameMeant: {
		text: '{parameter} wants a name, so its expression was taken for the name of the field that it reads: "{field}".',
	},
} as const satisfies Messages;

/** How the advice of {@link NAMED_FIELDS} begins. */
export const NAMED = {
	by: '{parameter} names {names}.',
	alike: 'There is also {names}.',
} as const;

/** What is said of what failed. */
export const MESSAGES = {
	invalid: { text: '{count} of {rows} can’t be sent' },
	sameError: {
		text: '{count} more items have the same error',
		one: '1 more item has the same error',
	},
} as const satisfies Messages;

/** What stands in the advice beside that of the error itself. */
export const ADVICE = {
	mendOne: 'Mend it, or {sendOthers}.',
	mendAll: 'Mend them, or {sendOthers}.',
	more: 'And {count} more.',
	moreNames: ', and {count} more',
	forRow: 'For {row}: {advice}',
	noMoreErrors: 'n8n takes long over many error items, so a run gives no more than {most}.',
	filterInput:
		'To get the others, take this range out of the node’s input: n8n’s Filter node does so by {{ $itemIndex }}.',
} as const;

/** What hints say of what was found in the rows. */
export const FOUND = {
	emptyValue: {
		text: '{count} empty values were left out.',
		one: '1 empty value was left out.',
		advice: 'Target ignores empty values, and nothing clears an attribute.',
	},
	treatedAsEmpty: {
		text: '{count} values were left out, as Treat as Empty names them.',
		one: '1 value was left out, as Treat as Empty names it.',
	},
	wordForNothing: {
		text: '{count} values of "NULL", "null" or "\\N" go out as these words.',
		one: '1 value of "NULL", "null" or "\\N" goes out as this word.',
		advice:
			'If nothing is meant by them, name them under Treat as Empty; in an Adobe batch file, take them out.',
	},
	roundedNumber: {
		text: '{count} numbers beyond 9007199254740991 go out as n8n has them: the last digits may be others than in the source.',
		one: '1 number beyond 9007199254740991 goes out as n8n has it: the last digits may be others than in the source.',
		advice: 'Hand such numbers in as text.',
	},
	barInList: {
		text: '{count} lists have "|" within entries, as between them.',
		one: '1 list has "|" within entries, as between them.',
		advice: 'In Target nobody can tell the entries apart: replace it in them, if that matters.',
	},
	longValue: {
		text: '{count} values are longer than 256 characters, which is all that a page or the Delivery API may send.',
		one: '1 value is longer than 256 characters, which is all that a page or the Delivery API may send.',
		advice: 'For profile updates Adobe names no such limit.',
	},
	file: {
		text: '{count} files within the items were left out: n8n’s binary data is no attribute.',
		one: '1 file within the items was left out: n8n’s binary data is no attribute.',
	},
	webhookItem: {
		text: '{count} items came from a Webhook node: the fields of their bodies were taken, and headers, params, query, webhookUrl and executionMode were left out.',
		one: '1 item came from a Webhook node: the fields of its body were taken, and headers, params, query, webhookUrl and executionMode were left out.',
	},
	pathAsName: {
		text: '{count} attributes of the items are named like the path of a field, such as "body.customer.tier" or "customer[\'home city\']", as n8n names what is dragged in.',
		one: '1 attribute of the items is named like the path of a field, such as "body.customer.tier" or "customer[\'home city\']", as n8n names what is dragged in.',
		advice: 'If Target is to have another name, give it under Attributes.',
	},
	trimmedId: {
		text: '{count} IDs had white space around them, which was taken off.',
		one: '1 ID had white space around it, which was taken off.',
	},
	formulaId: {
		text: '{count} IDs stood in a spreadsheet’s formula, ="…", and were taken out of it.',
		one: '1 ID stood in a spreadsheet’s formula, ="…", and was taken out of it.',
	},
	decimalId: {
		text: '{count} IDs end in ".0", as programs write whole numbers where a column has gaps.',
		one: '1 ID ends in ".0", as programs write whole numbers where a column has gaps.',
		advice: '12345.0 and 12345 are two IDs: check which one is meant.',
	},
	headerAgain: {
		text: 'The header stands {count} times more among the rows, where it was passed over.',
		one: 'The header stands once more among the rows, where it was passed over.',
	},
	underline: {
		text: '{count} lines of dashes under the header were passed over.',
		one: '1 line of dashes under the header was passed over.',
	},
	fileWithoutRows: {
		text: '{count} files have a header but no rows.',
		one: '1 file has a header but no rows.',
	},
	trimmedColumn: {
		text: 'White space round {count} names in the header of the batch file was taken away.',
		one: 'White space round 1 name in the header of the batch file was taken away.',
	},
} as const satisfies Readonly<Record<Finding, CountedMessage>>;

const TO_FIND_OUT =
	'Adobe does not say whether Target keeps them in a batch, or takes them for the end of a value or a row. To find out, send a test profile with a comma in a value and "Encode" for Commas in Values, and look at it an hour later (Get Profile).';

/** What hints say beside that. */
export const HINTS = {
	commasChanged: { text: 'Commas became "{replacement}" in {values}.', advice: TO_FIND_OUT },
	lineEndsChanged: { text: 'Line ends became spaces in {values}.', advice: TO_FIND_OUT },
	previewOnly: { text: 'Preview Only is on, so nothing was sent.' },
} as const satisfies Messages;
