import type { Messages } from '../../say';

const ONE_VALUE = 'An attribute has one value. Rename one of the fields before this node, or leave it out.';

/** What is said of the fields of an item, and of their names in the panel. */
export const MESSAGES = {
	twoValues: {
		text: 'The field "{field}" gives the attribute "{attribute}" two values',
		advice: ONE_VALUE,
	},
	twoFields: {
		text: 'The fields "{first}" and "{second}" both give the attribute "{attribute}" a value',
		advice: ONE_VALUE,
	},
	listTooLong: {
		text: 'A list of fields, or the name of one, is {length} characters long; it may have {most}',
		advice: 'Check what the expression of ID Field, Fields, Exclude Fields or Attributes comes to.',
	},
	placeIsNoName: {
		text: 'The attribute of the input field "{field}" has no name',
		advice: 'A place in a list is none. Give the attribute a name.',
	},
	itemUnreadable: {
		text: 'The item can’t be read: an error is thrown when its fields are named',
		advice: 'It is a Proxy of its own making. Turn it into a plain object before this node.',
	},
	fieldUnreadable: {
		text: 'The field "{field}" can’t be read: an error is thrown when it is',
		advice:
			'It has a getter, a toJSON or a Proxy of its own that fails. Turn it into plain text or numbers before this node, or exclude it.',
	},
	tooDeep: {
		text: 'The field "{field}" is nested too deep, or holds itself',
		advice: 'Name the fields within it that are to be sent, or exclude it.',
	},
} as const satisfies Messages;
