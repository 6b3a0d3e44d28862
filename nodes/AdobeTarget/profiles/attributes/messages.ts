import type { Messages } from '../../say';

/** What is said of attributes, wherever their values come from. */
export const MESSAGES = {
	noName: {
		text: 'An attribute has no name',
		advice: 'Give each attribute a name, as Target shows it without "profile." before it.',
	},
	namedTwice: {
		text: 'The attribute "{attribute}" is named twice',
		advice:
			'An attribute has one value, so each may be named once. A "profile." before a name does not make it another.',
	},
	noText: {
		text: 'The field "{field}" holds a value of the kind {kind}, which has no text',
		advice: 'Turn it into text, a number, or true or false before this node, or exclude the field.',
	},
	bigInteger: {
		text: 'The field "{field}" holds a big integer within a list or an object, for which JSON has no form',
		advice: 'Turn it into text before this node.',
	},
	itemTooLong: {
		text: 'The attributes of this item have more than {most} characters, names included',
		advice:
			'Target keeps at most 64 KB per visitor. Send fewer or shorter attributes: name those that are to be sent, or exclude the large ones.',
	},
	noValues: {
		text: 'No attribute of this item has a value',
		advice:
			'Target ignores empty values and never clears an attribute by them, so there is nothing to send. Check the attributes’ fields, or filter such items out before this node.',
	},
	updateTooLarge: {
		text: 'The update is {bytes} bytes large once encoded; Target takes at most {most}',
		advice:
			'Send fewer or shorter attributes per item, or use Bulk Update Profiles, which takes up to 64 KB of data per profile.',
	},
} as const satisfies Messages;
