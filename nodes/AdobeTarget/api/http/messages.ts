import type { Messages } from '../../say';

const REACH_IT = 'Check the network and the proxy, and the address where the credential names it.';

const OUTCOME = '{outcome}';

const OUTCOME_IN_TIME = '{outcome} Where the options have "Timeout (Seconds)", it sets how long to wait.';

/** What is said where no answer came. `{host}` is the host that was asked, `{outcome}` one of {@link OUTCOMES}. */
export const NO_ANSWER = {
	notAccepted: { text: '{host} did not accept the connection in time', advice: REACH_IT },
	refusedConnection: { text: '{host} refused the connection', advice: REACH_IT },
	unreachable: { text: '{host} can’t be reached', advice: REACH_IT },
	closed: { text: '{host} cut the connection before its answer was complete', advice: OUTCOME },
	cutShort: { text: '{host} cut its answer short', advice: OUTCOME },
	notHttp: { text: '{host} sent something that is no HTTP answer', advice: OUTCOME },
	uploadStalled: {
		text: '{host} stopped reading before it had the whole request',
		advice: OUTCOME_IN_TIME,
	},
	noAnswerInTime: { text: '{host} did not answer in time', advice: OUTCOME_IN_TIME },
	noFinalAnswer: {
		text: '{host} announced its answer again and again, and did not give it',
		advice: OUTCOME,
	},
	answerUnfinished: { text: '{host} did not finish its answer in time', advice: OUTCOME_IN_TIME },
	earlyAnswerCut: {
		text: '{host} answered before it had the whole request, and then cut the connection',
		advice: OUTCOME,
	},
	earlyAnswerStalled: {
		text: '{host} answered before it had the whole request, and then stopped reading',
		advice: OUTCOME_IN_TIME,
	},
	noSuchHost: {
		text: 'The host {host} does not exist',
		advice: 'Check its address in the credential, and the name server of n8n’s network.',
	},
	noSuchClient: {
		text: 'The host {host} does not exist',
		advice: 'Check the client code of the credential: it is the first part of the host name.',
	},
	notLookedUp: {
		text: 'The host name {host} could not be looked up',
		advice: 'The name server did not answer. Check the network.',
	},
	notTrusted: {
		text: '{host} has a certificate that is not trusted',
		advice: 'Check the address. A private authority is made known to n8n by NODE_EXTRA_CA_CERTS.',
	},
	notAsked: {
		text: '{host} could not be asked',
		advice: 'Check the network, the proxy and certificates, and the address where the credential names it.',
	},
	proxyRefused: {
		text: 'The proxy did not let the connection to {host} through',
		advice:
			'Check the address, user and password in HTTPS_PROXY (ALL_PROXY where that is not set), and whether the proxy allows this host.',
	},
	proxyUnreachable: {
		text: 'The proxy on the way to {host} can’t be reached',
		advice: 'Check the address in HTTPS_PROXY (ALL_PROXY where that is not set), and whether the proxy runs.',
	},
} as const satisfies Messages;

/** What is known of a request whose answer did not come, and whether it can be sent again. */
export const OUTCOMES = {
	asked: 'Asking again does no harm.',
	notRepeatable: 'Whether it was done is not known.',
	sent: 'Whether it took the request is not known. Sending it again does no harm: the same update twice is the same as once.',
} as const;

/** What is said before a host is asked. */
export const MESSAGES = {
	proxyNotUsable: {
		text: 'The proxy in n8n’s environment can’t be used',
		advice:
			'HTTPS_PROXY, or ALL_PROXY where that is not set, must be an address such as http://proxy.example.com:3128, with user and password percent-encoded.',
	},
	proxyWouldSee: {
		text: 'n8n would ask {host} by way of a proxy, which would see the secrets of the credential',
		advice:
			'Add {name} to NO_PROXY in n8n’s environment: what n8n itself asks goes the way that its settings say.',
	},
	notAllowed: { text: 'n8n does not let requests go to {host}', advice: '{reason}' },
} as const satisfies Messages;
