import type { Messages } from '../../say';

/** What hints say of a status. */
export const HINTS = {
	unknown: {
		text: 'Target’s word for {batches} is "unknown".',
		advice:
			'Adobe does not say what it means; it seems that Target does not know such a batch, or no longer. Compare the batch ID, and the client code of the credential. Target may keep only the last ten statuses, for a day at most.',
	},
} as const satisfies Messages;
