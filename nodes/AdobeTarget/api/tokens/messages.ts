import type { Messages } from '../../say';

const COMPARE =
	'Compare the credential with the OAuth Server-to-Server credential of your project in the Adobe Developer Console.';

/** What Adobe’s identity service says to a sign-in. */
export const SIGN_IN = {
	noToken: {
		text: 'Adobe’s identity service gave no token',
		advice:
			'Its answer was none of its own. Check the IMS URL of the credential, and whether a proxy answers in its place.',
	},
	refusedClient: {
		text: 'Adobe does not know this client ID, or the client secret is wrong',
		advice: COMPARE,
	},
	refusedClientId: { text: 'Adobe does not know this client ID', advice: COMPARE },
	refusedSecret: {
		text: 'Adobe does not take the client secret',
		advice:
			'Copy it anew from the OAuth Server-to-Server credential of your project in the Adobe Developer Console: it may have been replaced there.',
	},
	refusedScopes: {
		text: 'Adobe does not grant the scopes of the credential',
		advice: `${COMPARE} It lists the scopes of your project.`,
	},
	notAServer: {
		text: 'Adobe does not let this client ID sign in as a server',
		advice: `${COMPARE} It must be of the type OAuth Server-to-Server.`,
	},
	refused: { text: 'Adobe’s identity service refused the credential', advice: COMPARE },
} as const satisfies Messages;

/** What Adobe’s Admin API says to one who has signed in. */
export const ADMIN_API = {
	refusedClientId: {
		text: 'Adobe’s Admin API does not take this client ID',
		advice:
			'As a rule the project does not have the API: add the API Adobe Target to the project in the Adobe Developer Console.',
	},
	refusedProductProfile: {
		text: 'Adobe’s Admin API does not take the product profile of the project',
		advice: 'Give the project a product profile of Target in the Adobe Developer Console.',
	},
	signInNotValid: {
		text: 'Adobe’s Admin API calls the sign-in not valid',
		advice:
			'Adobe had given it just before. Compare the scopes of the credential with those of your project in the Adobe Developer Console, and its IMS URL and Admin URL with each other, where it has some.',
	},
	noSuchTenant: {
		text: 'Adobe’s Admin API does not know the tenant',
		advice:
			'The credential says "{tenantId}". Target shows the tenant ID in its address, after the @ in experience.adobe.com/#/@tenant/target.',
	},
	refusedSignIn: {
		text: 'Adobe’s Admin API did not take the sign-in',
		advice:
			'Compare the scopes of the credential with those of your project in the Adobe Developer Console, and look whether the project has the API Adobe Target.',
	},
	notForTenant: {
		text: 'The credential may not use Adobe’s Admin API for this tenant',
		advice:
			'Look in the Adobe Developer Console whether the project has a product profile of Target, and check the tenant ID.',
	},
	refused: {
		text: 'Adobe’s Admin API refused the request',
		advice: 'Check the tenant ID and the scopes of the credential, and its Admin URL where it has one.',
	},
	notServing: {
		text: 'Adobe’s Admin API does not serve for the moment',
		advice:
			'It may have a problem of its own, or the account has made more than the 50 calls a minute that Adobe takes for the bulk, Admin and Reporting APIs. Wait some minutes.',
	},
	doesNotSay: {
		text: 'Adobe’s Admin API does not say whether there is a profile token',
		advice:
			'The answer is not in its own words, so no token was created: that would end one that is in use. Check the tenant ID of the credential, "{tenantId}", its Admin URL where it has one, and whether a proxy answers in Adobe’s place. If there is no token yet, make one in Target, under Administration > Implementation > Profile API: the node finds it there.',
	},
	noToken: {
		text: 'Adobe’s Admin API gave no profile token',
		advice:
			'Its answer was none of its own. Check the Admin URL of the credential, and whether a proxy answers in its place.',
	},
	otherClientCode: {
		text: 'The client code of the credential is not the tenant’s',
		advice:
			'Adobe’s Admin API names another client code for the tenant ID, so token and profiles would belong to two accounts. Target shows the client code under Administration > Implementation, and the tenant ID in its address, after the @ in experience.adobe.com/#/@tenant/target.',
	},
} as const satisfies Messages;

/** How the two services are called where `{service}` stands. */
export const SERVICES = {
	signIn: 'Adobe’s identity service',
	adminApi: 'Adobe’s Admin API',
} as const;

/** What is said of either service. */
export const EITHER_SERVICE = {
	limiting: { text: '{service} is limiting the requests', advice: 'Wait some minutes.' },
	failed: { text: '{service} has a problem of its own', advice: 'Wait some minutes.' },
	lifetime: {
		text: '{service} gave a token with a lifetime that can’t be right',
		advice:
			'Between a minute and 400 days is taken. Check the addresses of the credential, and whether a proxy answers in its place.',
	},
} as const satisfies Messages;

/** What is said of the way to a profile token. */
export const MESSAGES = {
	notInTime: {
		text: 'Adobe did not give a profile token in time',
		advice:
			'The sign-in and the Admin API were waited for a minute. Check the network, and the IMS URL and Admin URL of the credential where it has some; then run the workflow again.',
	},
	askedOfLate: {
		text: 'A new profile token was asked for a moment ago, and Adobe does not give it',
		advice:
			'Another one is asked for ten minutes after that at the earliest, as each ends the one before it for every other integration. Look in Target, under Administration > Implementation > Profile API, whether there is one, and run the workflow again.',
	},
	mayNotCreate: {
		text: 'There is no profile token, and the credential does not let the node create one',
		advice:
			'Whoever has the role Approver in Target, or a higher one, can make a token there, under Administration > Implementation > Profile API: the node finds it. Or turn "Create a Token Where There Is None" on in the credential.',
	},
	refusedValidToken: {
		text: 'Target refused the profile token that Adobe’s Admin API gives as valid',
		advice:
			'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
	},
} as const satisfies Messages;

/** What stands behind the advice where Adobe asks for a longer pause than is waited. */
export const PAUSE = {
	tooLong: 'The pause that it asks for is longer than the node waits for a token.',
	asked: 'Adobe asks to wait {seconds} s.',
} as const;
