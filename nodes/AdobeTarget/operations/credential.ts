import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkAddress, edgeFrom } from '../api/edge';
import type { Edge } from '../api/edge';
import type { ServerToServerSettings } from '../api/imsToken';
import { TargetError } from '../api/targetError';
import { booleanOf, plainText } from './parameters';

/** The name of the credential type. */
export const CREDENTIAL = 'adobeTargetApi';

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
		tenantId: required(credential, 'tenantId', 'tenant ID'),
		clientId: required(credential, 'clientId', 'client ID'),
		clientSecret: required(credential, 'clientSecret', 'client secret'),
		scopes: required(credential, 'scopes', 'list of scopes'),
		imsUrl: checkAddress(customAddress(credential, 'imsUrl') || IMS_URL, 'IMS URL'),
		adminUrl: checkAddress(customAddress(credential, 'adminUrl') || ADMIN_URL, 'Admin URL'),
	};
}

function required(credential: ICredentialDataDecryptedObject, field: string, label: string): string {
	// Scopes are often pasted with spaces after their commas.
	const value = text(credential, field).replace(/\s*,\s*/g, ',');
	// They become headers and parts of addresses, where nothing else can stand.
	if (/^[\x21-\x7e]+$/.test(value)) return value;
	throw new TargetError(
		value === ''
			? `The credential has no ${label}`
			: `The ${label} in the credential has characters that none has`,
		'The Adobe Developer Console shows it beside the OAuth Server-to-Server credential of your project.',
	);
}

function customAddress(credential: ICredentialDataDecryptedObject, field: string): string {
	return hasCustomEndpoints(credential) ? text(credential, field) : '';
}

/** @throws TargetError where an expression has made something else of the switch: what is sent would go elsewhere */
function hasCustomEndpoints(credential: ICredentialDataDecryptedObject): boolean {
	if (!Object.hasOwn(credential, 'customEndpoints')) return false;
	const value = booleanOf(credential.customEndpoints);
	if (value !== undefined) return value;
	throw new TargetError(
		'"Custom Endpoints" in the credential must be true or false',
		'If an expression gives it, check what that comes to. Nothing was sent.',
	);
}

function text(credential: ICredentialDataDecryptedObject, field: string): string {
	return plainText(credential[field]).trim();
}
