import type { Messages } from '../../say';

const ASK_AGAIN = 'Wait a little, and ask again.';

const SEND_AGAIN =
	'Wait a little and send again, which does no harm: the same update twice is the same as once.';

const FIFTY_CALLS = 'Adobe takes 50 calls a minute for the bulk, Admin and Reporting APIs';

const CREDENTIAL = 'the client code "{clientCode}" and the edge URL of the credential';

const CHECK_EDGE_URL = 'Check the edge URL of the credential: it must be the address that answers itself.';

const NOTHING_TAKEN =
	'Target answered HTTP 200 with success=false, so nothing was taken over. The reason is Target’s own wording.';

const NOT_TARGETS =
	'It does not say {missing}. Check the edge URL of the credential, and whether a proxy answers in Target’s place; then {again}.';

/** What is said of an answer that is a no, or none of Target’s. */
export const MESSAGES = {
	asksForToken: {
		text: 'Target asks for a profile authentication token',
		advice:
			'In Target, "Require Authentication" is on for the Profile API. Choose "OAuth Server-to-Server" in the credential, or "Profile Token" and enter the token from Administration > Implementation.',
	},
	refusedStatusToken: {
		text: 'The host of the status URL does not let the status be asked',
		advice:
			'The profile token went with the question. Ask by the batch ID alone: then the host of the credential is asked.',
	},
	refusedNewToken: {
		text: 'Target refused the profile token that Adobe’s Admin API has just given',
		advice:
			'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
	},
	refusedToken: {
		text: 'Target refused the profile authentication token',
		advice:
			'It may have expired, been replaced by a newer one, or be the debugger token, which looks alike. Get the token under Administration > Implementation > Profile API, and update the credential.',
	},
	noSuchStatus: {
		text: 'Target has no status of a batch at this address',
		advice: `The batch ID may be wrong, or too old: Target may keep only the last ten statuses, for a day at most. Compare it with what Bulk Update Profiles gave; if it is right, check ${CREDENTIAL}.`,
	},
	noSuchAddress: { text: 'Target does not know this address', advice: `Check ${CREDENTIAL}.` },
	redirect: {
		text: 'Target’s address answered with a redirect, which is not followed',
		advice: CHECK_EDGE_URL,
	},
	redirectWithToken: {
		text: 'Target’s address answered with a redirect, which is not followed',
		advice: `${CHECK_EDGE_URL} Some servers answer so to a token that they don’t take.`,
	},
	notWhole: { text: 'Target did not get the whole request in time', advice: SEND_AGAIN },
	questionNotWhole: { text: 'Target did not get the whole request in time', advice: ASK_AGAIN },
	notServing: { text: 'Target has a problem of its own', advice: SEND_AGAIN },
	failed: {
		text: 'Target has a problem of its own',
		advice: `Whether it took the request is not known. ${SEND_AGAIN}`,
	},
	questionFailed: { text: 'Target has a problem of its own', advice: ASK_AGAIN },
	refusedUpdate: { text: 'Target refused the update: {reason}', advice: NOTHING_TAKEN },
	refusedWithoutReason: { text: 'Target refused the update without a reason', advice: NOTHING_TAKEN },
	emptyAnswer: { text: 'Target’s answer was empty', advice: NOT_TARGETS },
	webPage: { text: 'A web page came back instead of an answer from Target', advice: NOT_TARGETS },
	notUnderstood: {
		text: 'The answer could not be understood as one from Target',
		advice: NOT_TARGETS,
	},
} as const satisfies Messages;

const REFUSED = 'Target refused the request';

/** What is said where nothing else is known of a refusal, by what was asked. */
export const REFUSED_REQUEST = {
	update: { text: REFUSED, advice: 'Check the attributes and the credential.' },
	batch: { text: REFUSED, advice: 'Check the attributes and the credential.' },
	status: { text: REFUSED, advice: 'Check the batch and the credential.' },
	profile: { text: REFUSED, advice: 'Check the ID, its type and the credential.' },
} as const satisfies Messages;

/** What a no with HTTP 200 means to a question. */
export const NOT_GIVEN = {
	status: {
		text: 'Target gives no status of the batch',
		advice:
			'Target answered HTTP 200 with success=false. What became of the batch is not said by it. Compare the batch ID with what Bulk Update Profiles gave, and ask again later.',
	},
	profile: {
		text: 'Target does not give the profile',
		advice:
			'Target answered HTTP 200 with success=false, so whether there is such a profile is not known. Check the ID, its type and the credential.',
	},
} as const satisfies Messages;

const LARGE = 'Target says that the request is too large';

export const TOO_LARGE = {
	update: { text: LARGE, advice: 'Send fewer or shorter attributes.' },
	batch: { text: LARGE, advice: 'Send smaller batches, or fewer or shorter attributes.' },
} as const satisfies Messages;

const LIMITING = 'Target is limiting the requests';

export const TOO_MANY = {
	update: {
		text: LIMITING,
		advice:
			'Wait a minute, then send again, with fewer requests in a second. Adobe takes 1,000,000 single updates in 24 hours.',
	},
	batch: {
		text: LIMITING,
		advice: `${FIFTY_CALLS}. Wait a minute, then send again; larger batches take fewer calls.`,
	},
	status: {
		text: LIMITING,
		advice: `${FIFTY_CALLS}, and status questions may be among them. Wait a minute, then ask again.`,
	},
	profile: { text: LIMITING, advice: 'Wait a minute, then ask again.' },
} as const satisfies Messages;

/** What is said of a text that was to be a part of an address. `{name}` is what it is: `The ID of the profile`. */
export const ADDRESS_PART = {
	isStep: {
		text: '{name} is "{text}", which can’t be a part of an address',
		advice: 'Check the ID. In an address this means a step in its path.',
	},
	tooLong: {
		text: '{name} is {length} characters long; an address may have {most} of them',
		advice: 'Check that the right field is used.',
	},
} as const satisfies Messages;
