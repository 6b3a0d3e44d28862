import { NOTHING_SENT } from '../messages';
import { CHECK_EXPRESSION } from '../n8n/messages';
import type { Messages } from '../say';

const IN_CONSOLE =
	'The Adobe Developer Console shows it beside the OAuth Server-to-Server credential of your project.';

const IN_TARGET = 'Target shows it in its address, after the @ in experience.adobe.com/#/@tenant/target.';

const CHECK_IT = `${CHECK_EXPRESSION} ${NOTHING_SENT}`;

const ONE_ACCOUNT = `A run of Bulk Update Profiles sends to one account. Give it the items of one account at a time, e.g. by a Switch node and a bulk node for each. ${NOTHING_SENT}`;

/** What is said of the fields of the credential. `{field}` is called as in its form. */
export const FIELDS = {
	noSwitch: { text: '"{field}" in the credential must be true or false', advice: CHECK_IT },
	noCallsPerMinute: {
		text: '"Calls per Minute" in the credential must be a number from 1 to {most}',
		advice: CHECK_IT,
	},
	missing: { text: 'The credential has no {field}', advice: '{where}' },
	notValid: {
		text: 'The {field} in the credential has characters that none has',
		advice: '{where}',
	},
	tooLong: {
		text: 'The field "{field}" of the credential is {length} characters long',
		advice: 'It may have {most}. Check what was pasted, or what its expression comes to.',
	},
} as const satisfies Messages;

/** The fields of OAuth Server-to-Server, and where their values are found. */
export const SERVER_TO_SERVER = {
	tenantId: { field: 'tenant ID', where: IN_TARGET },
	clientId: { field: 'client ID', where: IN_CONSOLE },
	clientSecret: { field: 'client secret', where: IN_CONSOLE },
	scopes: { field: 'list of scopes', where: IN_CONSOLE },
} as const;

/** What is said of the credential as a whole. */
export const MESSAGES = {
	noneChosen: {
		text: 'Choose a credential for Adobe Target',
		advice: `None is chosen in this node. Open it and choose one under "Credential to connect with", or create it there: it says which Target account the profiles go to. ${NOTHING_SENT}`,
	},
	otherAccount: {
		text: 'The credential comes to another account, or to other settings, for item {item} than for item 0',
		advice: `The client codes are "{first}" and "{other}". ${ONE_ACCOUNT}`,
	},
	otherSettings: {
		text: 'The credential comes to another account, or to other settings, for item {item} than for item 0',
		advice: ONE_ACCOUNT,
	},
	waited: {
		text: 'Adobe Target: a call waited {seconds} s for its turn among the calls of a minute',
	},
} as const satisfies Messages;

/** What stands behind n8n’s words where it does not give the credential. */
export const LOOK_AT_CREDENTIAL =
	'Look at the credential of this node, or choose another: it may have been deleted, or not be shared with the workflow.';

/** What is said to n8n’s HTTP Request node. */
export const HTTP_REQUEST = {
	notAllowed: {
		text: 'This credential is not allowed in other nodes',
		advice:
			'Whoever owns the credential can turn on "Allow in HTTP Request Node", and "Allowed HTTP Request Domains" must not be none. Everybody who may use the credential can read the token then.',
	},
	otherHost: {
		text: 'The credential does not let requests go to {host}',
		advice: '{reason}',
	},
	twoReadings: {
		text: 'The address of the request can be read in more than one way, so the token is not added',
		advice: 'Enter the whole address in one field, as in https://democlient.tt.omtrdc.net/rest/v1/profiles/…',
	},
	ownWay: {
		text: 'The request has {way}, so the token is not added',
		advice:
			'The token goes only the way that n8n’s own settings say, so that nobody on another way can read it. Take this out of the request’s options; a proxy for all of n8n is set by HTTPS_PROXY.',
	},
} as const satisfies Messages;

/** Ways of its own that a request may have. */
export const OWN_WAYS = {
	proxy: 'a proxy of its own',
	noCertificateCheck: '"Ignore SSL Issues" on',
	authority: 'a certificate authority of its own',
	host: 'a Host header of its own',
} as const;

const SSRF_PROTECTION =
	'n8n’s protection against requests into its own network (N8N_SSRF_PROTECTION_ENABLED) blocks it';

/** Why a request may not go to a host. */
export const BLOCKED = {
	byDomains:
		'It is not among the Allowed HTTP Request Domains of the credential. Add it there, e.g. *.tt.omtrdc.net.',
	byFilter: `${SSRF_PROTECTION}: {reason}`,
	byFilterOfTest: `${SSRF_PROTECTION}.`,
} as const;

/** What the test of a credential has proved where no token was sent, and what it has not. */
export const WITHOUT_TOKEN = {
	notRefused: {
		text: 'Target knows the client code, and took a batch without rows that came without a token',
	},
	saysNothing: {
		text: 'Target knows the client code. It refused a batch without rows for another reason than a missing token, so whether batches and updates need one is not known',
	},
} as const satisfies Messages;

/** What it has proved of a token, and what it has not. */
export const WITH_TOKEN = {
	notRefused: {
		text: 'Target knows the client code, and did not refuse the token for a batch without rows',
	},
	saysNothing: {
		text: 'Target knows the client code. It refused a batch without rows for another reason than the token, so whether the token is good is not known',
	},
} as const satisfies Messages;

/** What the test says beside that. */
export const TEST = {
	asksForToken: { text: 'The account asks for a token' },
	asksForNone: { text: 'The account asks for no token, so it may take any' },
	mayAskForNone: { text: 'An account that asks for no token may take any' },
	lifetime: { text: 'Profiles of this account live {days} days without a visit' },
	validUntil: {
		text: 'The Admin API calls the token valid until {time}; it is renewed by itself',
	},
	failed: {
		text: 'The credential could not be tested',
		advice:
			'Something else went wrong than what Target or Adobe say, so this is no word on the credential. Test it again; or run Get Profile with any ID, which says what is wrong, if anything is.',
	},
} as const satisfies Messages;

/** What hints say of the account that was used. */
export const HINTS = {
	tokenExpires: {
		text: 'The profile token of this account expires on {day}.',
		advice:
			'After that a new one is created, and has to be given to other integrations that use the old one.',
	},
	waited: {
		text: '{calls} waited {total} s in all for a turn among the calls of a minute, the longest {longest} s.',
	},
} as const satisfies Messages;
