import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkAddress, edgeFrom } from '../api/edge';
import type { Edge } from '../api/edge';
import type { ServerToServerSettings } from '../api/tokens/imsToken';
import { CALLS_PER_MINUTE } from '../api/sending/budget/callLine';
import { TargetError } from '../api/targetError';
import { booleanOf, plainText } from '../operations/shared/parameters';

/** The name of the credential type. */
export const CREDENTIAL = 'adobeTargetApi';

/** Characters of a field of the credential. The scopes of a project, the longest, have some hundred. */
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
		...(credential.authentication === 'profileToken' && { token: text(credential, 'profileToken') }),
	});
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
		tenantId: required(text(credential, 'tenantId'), 'tenant ID', IN_TARGET),
		clientId: required(text(credential, 'clientId'), 'client ID', IN_CONSOLE),
		clientSecret: required(text(credential, 'clientSecret'), 'client secret', IN_CONSOLE),
		scopes: required(scopesIn(text(credential, 'scopes')), 'list of scopes', IN_CONSOLE),
		imsUrl: checkAddress(customAddress(credential, 'imsUrl') || IMS_URL, 'IMS URL'),
		adminUrl: checkAddress(customAddress(credential, 'adminUrl') || ADMIN_URL, 'Admin URL'),
		createToken: switchOf(credential, 'createToken', 'Create a Token Where There Is None', true),
	};
}

const IN_CONSOLE =
	'The Adobe Developer Console shows it beside the OAuth Server-to-Server credential of your project.';

const IN_TARGET = 'Target shows it in its address, after the @ in experience.adobe.com/#/@tenant/target.';

function required(value: string, label: string, where: string): string {
	// They become headers and parts of addresses, where nothing else can stand.
	if (/^[\x21-\x7e]+$/.test(value)) return value;
	throw new TargetError(
		value === ''
			? `The credential has no ${label}`
			: `The ${label} in the credential has characters that none has`,
		where,
	);
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
	throw new TargetError(
		`"Calls per Minute" in the credential must be a number from 1 to ${CALLS_PER_MINUTE}`,
		'If an expression gives it, check what that comes to. Nothing was sent.',
	);
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
	throw new TargetError(
		`"${label}" in the credential must be true or false`,
		'If an expression gives it, check what that comes to. Nothing was sent.',
	);
}

/**
 * The text of a field, without white space around it.
 *
 * @throws TargetError when it is so long that only a mistake, or ill will, can have put it there
 */
function text(credential: ICredentialDataDecryptedObject, field: TextField): string {
	const whole = plainText(credential[field]);
	if (whole.length <= LONGEST_FIELD) return whole.trim();
	throw new TargetError(
		`The field "${LABELS[field]}" of the credential is ${whole.length} characters long`,
		`It may have ${LONGEST_FIELD}. Check what was pasted, or what its expression comes to.`,
	);
}
