import type { Messages } from '../../say';

/** What is said of what a call asks for. */
export const MESSAGES = {
	noBatch: {
		text: 'There is no batch to ask for',
		advice: 'Give the status URL or the batch ID of a batch.',
	},
	notOnTarget: {
		text: 'The status URL is not on a host of Target',
		advice:
			'It must be below {edgeUrl} or under tt.omtrdc.net, as the token is sent with it. Use the URL just as Bulk Update Profiles gives it, or the batch ID alone.',
	},
	clientCodeNotKnown: {
		text: 'The edge answers, but does not know this client code',
		advice:
			'Target shows the client code under Administration > Implementation; the credential says "{clientCode}". Where the credential has an edge URL, check that too.',
	},
} as const satisfies Messages;
