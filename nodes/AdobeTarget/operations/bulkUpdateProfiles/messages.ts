import { NOTHING_SENT } from '../../messages';
import { CHECK_EXPRESSION } from '../../n8n/messages';
import type { Messages } from '../../say';

const FIELD_OF_VALUE = 'Give the name of the field or column that holds its value, or remove the attribute.';

const NO_VALUES =
	'Target ignores a batch of empty values whole. Check the attributes’ fields against the input.';

/** What is said of the parameters of a bulk run. */
export const PARAMETERS = {
	noIdField: {
		text: 'The parameter "ID Field" is empty',
		advice: `Give the name of the field or column that holds the ID. ${NOTHING_SENT}`,
	},
	noReplacement: {
		text: 'The option "Comma Replacement" can’t take the place of commas',
		advice: `It takes 1 to {most} characters, among them no comma and no line end. ${NOTHING_SENT}`,
	},
	noShare: {
		text: 'The option "Share" must be like "2 of 8"',
		advice: `It is "{given}". Of two whole numbers, the second says how many shares there are, {most} at most, and the first which of them is sent. ${CHECK_EXPRESSION} ${NOTHING_SENT}`,
	},
	noField: { text: 'An attribute has no input field', advice: FIELD_OF_VALUE },
	attributeWithoutField: {
		text: 'The attribute "{attribute}" has no input field',
		advice: FIELD_OF_VALUE,
	},
} as const satisfies Messages;

/** What is said of a run that is not sent, or of a batch of it. */
export const MESSAGES = {
	duplicates: {
		text: '{rows} of {all} have an ID that an earlier {noun} has',
		one: '{rows} of {all} has an ID that an earlier {noun} has',
	},
	noValues: {
		text: 'No {noun} has a value for any attribute',
		advice: `${NO_VALUES} ${NOTHING_SENT}`,
	},
	batchWithoutValues: {
		text: 'None of its profiles has a value for any attribute',
		advice: NO_VALUES,
	},
} as const satisfies Messages;

/** What stands in the advice about duplicates. */
export const DUPLICATES = {
	asEarlier: '{row}: "{id}", as in {earlier}.',
	merge: 'Choose "Merge" for Duplicate IDs to make one profile of them.',
} as const;

/** Why the status of a batch is not known. */
export const STATUS = {
	noAddress: { text: 'Target gave no address to ask for the status.' },
	notRead: { text: 'The status could not be read: {message}', advice: '{advice}' },
} as const satisfies Messages;

/** How a batch is called. */
const BATCH = 'Batch {number} ({profiles}, {range})';

const DONE = '{done} of {rows} done, {rate} a second, about {seconds} s left';

/** The lines of n8n’s log; those of batches stand in the console of the editor as they are in {@link CONSOLE}. */
export const CONSOLE = {
	submitted: `${BATCH} submitted, ${DONE}`,
	notSubmitted: `${BATCH} not submitted, ${DONE}`,
} as const;

export const LOG = {
	submitted: { text: `Adobe Target: ${CONSOLE.submitted}` },
	notSubmitted: { text: `Adobe Target: ${CONSOLE.notSubmitted}` },
	skipped: { text: 'Adobe Target: skipped. {reason}' },
} as const satisfies Messages;

/** What the message about a batch begins with. */
export const BATCHES = {
	batch: { text: BATCH },
	notSubmitted: { text: `${BATCH} was not submitted` },
	moreItems: {
		text: '{count} more items of batch {number} ({range}) were not submitted',
		one: '1 more item of batch {number} ({range}) was not submitted',
	},
} as const satisfies Messages;
