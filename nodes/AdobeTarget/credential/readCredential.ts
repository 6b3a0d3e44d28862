import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkAddress, edgeFrom } from '../api/edge';
import type { Edge } from '../api/edge';
import { isHeaderText } from '../api/headerText';
import { checkProfileToken } from '../api/profileToken';
import type { ServerToServerSettings } from '../api/tokens/imsToken';
import { CALLS_PER_MINUTE } from '../api/sending/budget/callLine';
import { TargetError } from '../api/targetError';
import { FIELDS, SERVER_TO_SERVER } from './messages';
import { say } from '../say';
import { booleanOf, plainText } from '../n8n/parameters';

/** The name of the credential type. */
export const CREDENTIAL = 'adobeTargetApi';

/** The most characters of a field of the credential. The scopes of a project, the longest, have some hundred. */
const LONGEST_FIELD = 5_000;

/** What the credential's form calls the fields that hold a text; the last is n8n's own. */
const LABELS = {
	clientCode: 'Client Code',
	profileToken: 'Profile Token',
	tenantId: 'Tenant ID',
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	scopes: 'Scopes',
	edgeUrl: 'Edge URL',
	adminUrl: 'Admin URL',
	imsUrl: 'IMS URL',
	allowedDomains: 'Allowed Domains',
} as const;

type TextField = keyof typeof LABELS;

const IMS_URL = 'https://ims-na1.adobelogin.com';
const ADMIN_URL = 'https://mc.adobe.io';

/**
 * Reads what the credential says of the edge. White space around what was pasted is dropped.
 *
 * @throws TargetError when a field can't be right
 */
export function edgeOfCredential(credential: ICredentialDataDecryptedObject): Edge {
	const edgeUrl = customAddress(credential, 'edgeUrl');
	return edgeFrom({
		clientCode: text(credential, 'clientCode'),
		...(edgeUrl !== '' && { edgeUrl }),
	});
}

/**
 * Reads the profile token that the credential gives.
 *
 * @returns undefined when it authenticates in another way
 * @throws TargetError when it can't be right
 */
export function profileTokenOfCredential(credential: ICredentialDataDecryptedObject): string | undefined {
	if (credential.authentication !== 'profileToken') return undefined;
	return checkProfileToken(text(credential, 'profileToken'));
}

/**
 * Reads what the credential says of OAuth server-to-server.
 *
 * @returns undefined when it authenticates in another way
 * @throws TargetError when a field is missing or can't be right
 */
export function serverToServerOfCredential(
	credential: ICredentialDataDecryptedObject,
): ServerToServerSettings | undefined {
	if (credential.authentication !== 'oAuthServerToServer') return undefined;
	return {
		tenantId: required(text(credential, 'tenantId'), 'tenantId'),
		clientId: required(text(credential, 'clientId'), 'clientId'),
		clientSecret: required(text(credential, 'clientSecret'), 'clientSecret'),
		scopes: required(scopesIn(text(credential, 'scopes')), 'scopes'),
		imsUrl: checkAddress(customAddress(credential, 'imsUrl') || IMS_URL, 'IMS URL'),
		adminUrl: checkAddress(customAddress(credential, 'adminUrl') || ADMIN_URL, 'Admin URL'),
		createToken: switchOf(credential, 'createToken', 'Create a Token Where There Is None', true),
	};
}

function required(value: string, field: keyof typeof SERVER_TO_SERVER): string {
	if (value === '') throw new TargetError(...say(FIELDS.missing, SERVER_TO_SERVER[field]));
	// They become headers and parts of addresses, where nothing else can stand.
	if (isHeaderText(value)) return value;
	throw new TargetError(...say(FIELDS.notValid, SERVER_TO_SERVER[field]));
}

/** Adobe's identity service wants commas between scopes; they are pasted with spaces or line ends, too. */
function scopesIn(text: string): string {
	return text
		.split(/[\s,]+/)
		.filter((scope) => scope !== '')
		.join(',');
}

/**
 * The domains that n8n restricts the credential to ("Allowed HTTP Request Domains"), with commas between them;
 * undefined where it doesn't.
 *
 * @throws TargetError when the list is too long
 */
export function allowedDomainsOf(credential: ICredentialDataDecryptedObject): string | undefined {
	return credential.allowedHttpRequestDomains === 'domains' ? text(credential, 'allowedDomains') : undefined;
}

function customAddress(credential: ICredentialDataDecryptedObject, field: TextField): string {
	return switchOf(credential, 'customEndpoints', 'Custom Endpoints', false) ? text(credential, field) : '';
}

/**
 * How many of the account's calls a minute this process may make; all of them where the credential was saved without it.
 *
 * @throws TargetError where it is no number of calls that there are
 */
export function callsPerMinuteOf(credential: ICredentialDataDecryptedObject): number {
	if (!Object.hasOwn(credential, 'callsPerMinute')) return CALLS_PER_MINUTE;
	const given = credential.callsPerMinute;
	const calls = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof calls === 'number' && calls >= 1 && calls <= CALLS_PER_MINUTE) return Math.floor(calls);
	throw new TargetError(...say(FIELDS.noCallsPerMinute, { most: CALLS_PER_MINUTE }));
}

/**
 * A switch; one that the credential was saved without is as it is by default.
 *
 * @throws TargetError where an expression has made something else of it, which is never taken for either
 */
function switchOf(
	credential: ICredentialDataDecryptedObject,
	field: string,
	label: string,
	byDefault: boolean,
): boolean {
	if (!Object.hasOwn(credential, field)) return byDefault;
	const value = booleanOf(credential[field]);
	if (value !== undefined) return value;
	throw new TargetError(...say(FIELDS.noSwitch, { field: label }));
}

/**
 * The text of a field, without white space around it.
 *
 * @throws TargetError when it is so long that only a mistake, or ill will, can have put it there
 */
function text(credential: ICredentialDataDecryptedObject, field: TextField): string {
	const whole = plainText(credential[field]);
	if (whole.length <= LONGEST_FIELD) return whole.trim();
	const length = whole.length;
	throw new TargetError(...say(FIELDS.tooLong, { field: LABELS[field], length, most: LONGEST_FIELD }));
}
