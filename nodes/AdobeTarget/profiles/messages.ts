import type { Messages } from '../say';

/** What is said of an ID. `{id}` is what the ID is called: `third-party ID`. */
export const MESSAGES = {
	idMissing: {
		text: 'The {id} is missing',
		advice:
			'Every profile needs an ID. Check that the ID is taken from the right field or column, and that it holds a value here.',
	},
	idBlank: { text: 'The {id} holds only white space', advice: 'Every profile needs an ID.' },
	idTooLong: {
		text: 'The {id} is {length} characters long; Target takes at most {most}',
		advice: 'Check that the right field is used as ID.',
	},
	idWithBreak: {
		text: 'The {id} "{value}" holds {character}, which no ID may have',
		advice:
			'In a batch it may end the ID, and what stands behind it become another profile’s. Check that the right field is used as ID; where the IDs are such, give them others, the same in the page and here.',
	},
	idWithPlusOrSlash: {
		text: 'The third-party ID "{value}" holds a "+" or "/", which Target does not take in third-party IDs',
		advice:
			'Replace these characters in the same way in the page’s mbox3rdPartyId and here, for example by a URL-safe Base64 alphabet.',
	},
	idScientific: {
		text: 'The {id} "{value}" is a number in scientific notation, whose digits are lost',
		advice:
			'As a rule a spreadsheet has written a long number so, and which ID it was can’t be known. Export the IDs anew, and format their column as text before they are opened in a spreadsheet.',
	},
	idRounded: {
		text: 'The {id} is the number {value}, which may have been rounded',
		advice:
			'Whole numbers beyond 9007199254740991, and more than 15 digits of others, are rounded where JSON or the answer of a database is read, before this node, so which ID it was can’t be known. Hand it in as text: put it in quotes in the JSON, or turn it into text in the query.',
	},
	idNoText: {
		text: 'The {id} is neither text nor a number',
		advice: 'Choose a field that holds the ID itself, not an object, a list or a file.',
	},
	idNothingInWords: {
		text: 'The {id} is "{value}", which programs write where there is no value',
		advice:
			'With such an ID, strangers would come together in one profile. Check where the ID is taken from, or filter such items out.',
	},
} as const satisfies Messages;
