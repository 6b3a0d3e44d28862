import type { Messages } from '../../say';

const LEAVE_OUT = 'Leave this field out (Exclude Fields), or map it to an attribute of another name.';

const ID_FIELD_TAKES =
	'ID Field takes the name of a field, letter by letter as in the input: the name, not its value. Of expressions only one such as {{ $json.id }} is taken for the name in it; others give an ID in place of a name.';

const NAMES_HOLD_DATA =
	'As a rule the names hold data, such as an order number or a date. Name the attributes that are to be sent (Attributes to Send), leave such fields out (Exclude Fields), or send each object as one JSON text (Nested Values).';

/** What stands behind the advice for an item whose ID is not right. */
export const ID_FIELD = 'The ID is taken from the field "{field}".';

/** What is said of a row of a batch, and of the attributes of all rows. */
export const MESSAGES = {
	noIdField: {
		text: 'There is no field "{field}" that could hold the ID',
		advice: `The fields are {names}. ${ID_FIELD_TAKES}`,
	},
	noFields: {
		text: 'There is no field "{field}" that could hold the ID',
		advice: `There are no fields at all. ${ID_FIELD_TAKES}`,
	},
	profileTooLarge: {
		text: 'The attributes of this profile are {bytes} bytes large; Target keeps at most {most} per visitor',
		advice: 'Send fewer or shorter attributes for this profile.',
	},
	refusedBreak: {
		text: 'The attribute "{attribute}" holds {character}, which Commas in Values refuses',
		advice:
			'Whether Target keeps it within its value, Adobe does not say. Take it out of the value, or choose "Replace" for Commas in Values.',
	},
	nameOfId: {
		text: 'An attribute can’t have the name "{attribute}", as the column of the ID has it',
		advice: LEAVE_OUT,
	},
	nameTooLong: {
		text: 'The name of an attribute is {length} characters long; Target keeps at most 64 KB per visitor',
		advice: LEAVE_OUT,
	},
	nameWithBreak: {
		text: 'The name of the attribute "{attribute}" holds {character}, which no name in a batch may have',
		advice: `It may end the name there, and all values come under others. ${LEAVE_OUT}`,
	},
	tooManyAttributes: {
		text: 'The input has more than {most} different attributes, such as {names}',
		advice: NAMES_HOLD_DATA,
	},
	namesTooLarge: {
		text: 'The names of all attributes are more than {most} bytes large, such as {names}',
		advice: NAMES_HOLD_DATA,
	},
} as const satisfies Messages;
