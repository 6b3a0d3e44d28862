import { NOTHING_SENT } from '../../../messages';
import { CHECK_EXPRESSION } from '../../../n8n/messages';
import type { Messages } from '../../../say';

const NAME_OF_FILE = `Give the name of the binary field that holds the file. ${CHECK_EXPRESSION}`;

/** What is said of Input Binary Field. */
export const INPUT_BINARY_FIELD = {
	noNames: {
		text: 'The parameter "Input Binary Field" must be names of binary fields',
		advice: NAME_OF_FILE,
	},
	empty: { text: 'The parameter "Input Binary Field" is empty', advice: NAME_OF_FILE },
	noSuchFile: {
		text: 'Item {item} has no file {which}',
		advice: `{has} Input Binary Field takes the name of the binary field that holds the file. ${NOTHING_SENT}`,
	},
	textNotFile: {
		text: '"{field}" is text, not a file: in HTTP Request choose Response Format: File',
		advice: `Item {item} has a field of this name, and no binary field. In HTTP Request, Response Format is an option of Response; after other nodes, Convert to File makes a file of text. ${NOTHING_SENT}`,
	},
	onlyFile: { text: 'There is no file in "{field}", so the only one was taken: {fields}.' },
} as const satisfies Messages;

/** What stands behind the advice where it is so for a later item only. */
export const SO_FOR_ITEM = 'It is so for item {item}.';

/** Which file an item does not have. */
export const WHICH_FILE = {
	named: '"{field}"',
	oneOfSeveral: 'that is the one meant: several look the same',
	given: 'that the expression gives',
} as const;

/** Which files it has. */
export const HAS_FILES = {
	none: 'It has no files.',
	one: 'Its only file is in {fields}.',
	several: 'Its files are in {fields}.',
} as const;

/** What is said of files within items that are profiles. */
export const FILES_IN_ITEMS = {
	chooseFile: {
		text: 'The input holds a file ({field}: {file}): choose Source: File',
		advice: `With Source: Input Items, each item is a profile, and none has the field "{idField}" that ID Field names. With File, ID Field is the name of a column. ${NOTHING_SENT}`,
	},
	notRead: {
		text: 'The input holds a file ({field}: {file}) that was not read, as each item is a profile here.',
		advice: 'If its rows are the profiles, choose Source: File.',
	},
} as const satisfies Messages;

/** Where a file is. */
export const FILE_OF_ITEM = {
	nameless: 'file "{field}" of item {item}',
	inField: 'the file in the field "{field}" of item {item}',
	namedInField: '"{file}", in the field "{field}" of item {item}',
} as const;

/** What stands before the advice about a file. */
export const IT_IS = 'It is {file}';

/** What is said of a file that n8n keeps. */
export const KEPT_FILE = {
	changed: {
		text: 'The file changed while it was read',
		advice:
			'Its size or its time of change is another than when its rows were checked. Run the workflow again once nothing writes to it any more.',
	},
	tooLarge: {
		text: 'The file has {size} MB, more than n8n can take out of its database',
		advice:
			'Up to 268 MB are possible. Split the file, or let n8n keep files elsewhere: in a folder that all workers share (N8N_DEFAULT_BINARY_DATA_MODE=filesystem, N8N_STORAGE_PATH) or in an object storage (s3).',
	},
	notFound: {
		text: 'n8n does not find the file any more',
		advice:
			'It is {file}. In queue mode it may be on the disk of another worker: let n8n keep files in its database (N8N_DEFAULT_BINARY_DATA_MODE=database), in a folder that all workers share (N8N_STORAGE_PATH), or in an object storage. It may also have been deleted with the execution that made it.',
	},
	notGiven: {
		text: 'n8n could not give the file',
		advice: 'It is {file}. n8n says: {reason}',
	},
} as const satisfies Messages;
