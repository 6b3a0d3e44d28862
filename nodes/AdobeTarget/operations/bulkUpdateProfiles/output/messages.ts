import { SEND_OTHERS } from '../../../profiles/files/messages';
import type { Messages } from '../../../say';

const TO_BE_CHANGED =
	'All rows are read once to be checked, and again to be sent; the second time they were not the same. Run the workflow again once nothing changes them any more.';

/** What is said of rows that are others than they were when they were checked. */
export const CHANGED = {
	items: { text: 'The input items changed while they were read', advice: TO_BE_CHANGED },
	file: { text: 'The file changed while it was read', advice: TO_BE_CHANGED },
	files: { text: 'A file changed while the files were read', advice: TO_BE_CHANGED },
} as const satisfies Messages;

/** How a row of a file is called. */
export const ROWS = {
	line: { text: 'Line {line}' },
	lineOfFile: { text: 'Line {line} of {file}' },
	withItsId: { text: '{row} and {others} with its ID' },
} as const satisfies Messages;

/** The totals of a run. `{others}` is what {@link OTHERS} says of rows that are in no batch. */
export const TOTALS = {
	submitted: { text: '{rows} read: {profiles} submitted in {batches}{others}.' },
	preview: { text: '{rows} read: {profiles} would go out in {batches}{others}.' },
} as const satisfies Messages;

export const OTHERS = {
	merged: ', {rows} merged into others with the same ID',
	skipped: ', {rows} skipped',
	notSubmitted: ', {profiles} not submitted',
	ofOtherShares: '{rows} more belong to other shares.',
} as const;

/** What is said of rows that were not sent. */
export const MESSAGES = {
	moreInvalid: { text: '{rows} can’t be sent ({range})' },
	notSent: { text: '{rows} could not be sent' },
	nothingSent: {
		text: 'Nothing was sent, as {count} of {rows} can’t be',
		advice: `Mend them, or ${SEND_OTHERS}.`,
	},
	notRead: { text: '{rows} could not be read to be sent' },
	unbalanced: {
		text: 'The totals of this run don’t add up: {rows} rows were read, and {accounted} are accounted for',
		advice: 'This is a fault of the node; please report it. Look into Target before you send the rows again.',
	},
	rowsOfCutValues: {
		text: 'Target counts {rows}, but was sent {sent}: values with line ends or commas may have been cut',
		advice:
			'Then other profiles may have been written, and values be under wrong names. Choose "Replace" for Commas in Values, and send the batch again: what stands under right names is overwritten. What else was written shows in Target alone.',
	},
	rowsLeftOut: {
		text: 'Target counts {rows}, but was sent {sent}: rows may have been left out, or the batch cut',
		advice: 'Look at some of its profiles (Get Profile), and send the batch again, which does no harm.',
	},
} as const satisfies Messages;

/** What stands in the advice beside that of the error itself. */
export const ADVICE = {
	mendFirst: 'Mend the cause of the first ones; it is often the same for all.',
	itsBatchId: 'Its ID is {id}.',
	moreMiscounted: 'So it is in {batches}.',
	itsId: 'Its ID is {ids}.',
	itsIds: 'Its IDs are {ids}.',
	mayOverride: 'The next run may override what was submitted, so let it send all attributes of a profile.',
	submittedAs: 'Submitted as: {ids}.',
	either: '{subject} either.',
	beforeStopped: '{submitted} had been submitted before the workflow stopped.',
	byThen: '{submitted} had been submitted by then.',
	notTried: '{rows} had not been tried.',
	submitted: '{sent} of {profiles}, in {batches},',
} as const;

/** What hints say of the batches. */
export const HINTS = {
	fewIds: { text: 'Only {ids} in {rows}: does "{column}" hold the IDs of profiles?' },
	counts: { text: 'Of these, Target counts {updated} as updated{others}.' },
} as const satisfies Messages;

/** What Target says of the others. */
export const COUNTS = {
	notFound: ', {count} not found',
	failed: ', {count} failed',
	unfinished: ', {count} unfinished when the waiting ended',
	uncounted: ', {count} in none of its counts',
	failedIds: 'It lists as failed: {ids}.',
} as const;
