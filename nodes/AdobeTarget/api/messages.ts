import type { Messages } from '../say';

const ADDRESS_ALONE =
	'Enter the address alone, e.g. https://target.example.com. It must be https; http is taken for a server on this machine (localhost) only.';

const COPY_TOKEN =
	'Copy the token from Target, Administration > Implementation > Profile API, without spaces or line ends.';

/** What stands behind the advice where a request was tried again. */
export const TRIED = 'It was tried {attempts} times.';

/** What stands behind the advice where Target may have taken a request at an earlier try. */
export const UNANSWERED = 'Whether Target took it when it was sent before is not known.';

/** What is said of the account that the credential names. `{address}` is called as the credential calls it: `edge URL`. */
export const MESSAGES = {
	clientCodeNotValid: {
		text: 'The client code in the credential is not valid',
		advice:
			'Paste the client code alone, e.g. democlient, or the host democlient.tt.omtrdc.net. It has only letters, digits, hyphens and underscores. Target shows it under Administration > Implementation.',
	},
	noToken: { text: 'The credential has no profile authentication token', advice: COPY_TOKEN },
	tokenNotValid: {
		text: 'The profile authentication token in the credential holds characters that no token has',
		advice: COPY_TOKEN,
	},
	notAnAddress: { text: 'The {address} in the credential is not an address', advice: ADDRESS_ALONE },
	notHttps: { text: 'The {address} in the credential is not https', advice: ADDRESS_ALONE },
	moreThanAddress: {
		text: 'The {address} in the credential has more than host and path',
		advice: ADDRESS_ALONE,
	},
} as const satisfies Messages;
