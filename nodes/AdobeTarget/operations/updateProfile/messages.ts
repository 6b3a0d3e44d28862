import type { Messages } from '../../say';

const CREATED_BY = 'A page visit with this ID creates it, or Bulk Update Profiles with version 2 of the API.';

/** What is said of an update. */
export const MESSAGES = {
	noSuchProfile: {
		text: 'Target has no profile with the ID "{id}", so nothing was sent',
		advice: `${CREATED_BY} With "Pass On" for Unknown Profiles this is no error.`,
	},
} as const satisfies Messages;

/** What `message` of an output item says beside Target’s words. */
export const OUTPUT = {
	notVerified: { text: 'Whether Target has a profile with this ID was not checked.' },
	noSuchProfile: {
		text: 'Target has no profile with this ID, so nothing was sent.',
		advice: CREATED_BY,
	},
} as const satisfies Messages;

/** What stands in the advice. */
export const ADVICE = {
	sendOthers: 'set On Error to "Continue" to send the others',
	submitted: '{count} of {items} had been submitted before the workflow stopped.',
} as const;

/** What hints say of the updates. */
export const HINTS = {
	noSuchProfile: {
		text: 'Target has no profile for {count} of {items}, for which nothing was sent: {ids}.',
		advice: 'Unknown Profiles in the options makes errors of them.',
	},
	moreThanADay: {
		text: 'Target takes 1,000,000 single updates in 24 hours.',
		advice: 'Bulk Update Profiles has no such limit.',
	},
	manyItems: {
		text: '{items} took a request each.',
		advice: 'Bulk Update Profiles sends them in a few uploads.',
	},
	inBody: {
		text: '{count} updates are too long for an address of {bytes} bytes, so the parameters go in the body.',
		one: '1 update is too long for an address of {bytes} bytes, so the parameters go in the body.',
		advice:
			'Adobe’s page takes 60 KB by POST, and does not say where. Look at one of the profiles (Get Profile), or send such profiles by Bulk Update Profiles.',
	},
} as const satisfies Messages;
