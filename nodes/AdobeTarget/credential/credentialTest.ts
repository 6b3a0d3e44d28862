import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { requireClientCodeOf, settingsOfAccount } from '../api/tokens/accountSettings';
import type { AccountSettings } from '../api/tokens/accountSettings';
import { checkAccount } from '../api/calls/checkAccount';
import type { TokenCheck } from '../api/calls/checkAccount';
import { guardedTransport } from '../api/http/egress';
import { TargetError } from '../api/targetError';
import { fill, say } from '../say';
import { sentences } from '../sentences';
import { harmless } from '../shown';
import { credentialTestTransport } from './credentialTestTransport';
import { TEST, WITH_TOKEN, WITHOUT_TOKEN } from './messages';
import { egressOf } from './egressRule';
import { partsOfCredential } from './connect';

/** Tells which part of the credential is wrong: client code, address, host, sign-in or token. n8n shows the message. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const data = credential.data ?? {};
		const egress = egressOf(data, {});
		const openTransport = (timeoutMs: number) =>
			guardedTransport(credentialTestTransport(this, timeoutMs), egress);
		const transport = openTransport(10_000);
		try {
			const parts = partsOfCredential(data, { kind: 'credentialTest', open: () => openTransport(30_000) });
			const { edge, profileToken, tokens } = parts;
			const settings = tokens && (await settingsOfAccount(tokens, transport));
			// Before the token goes to what may be another account's edge.
			if (settings !== undefined) requireClientCodeOf(settings, edge);
			const check = await checkAccount({ ...parts, transport, retries: NO_RETRIES });
			const message =
				tokens === undefined && profileToken === undefined
					? fill(WITHOUT_TOKEN[check].text)
					: withToken(check, settings, tokens?.expiresAt);
			return { status: 'OK', message };
		} finally {
			await transport.close();
		}
	} catch (error) {
		// Anybody may test a credential of his own: what a server within n8n's network answers is not for him.
		const words = error instanceof TargetError ? [error.message, error.ownAdvice] : say(TEST.failed);
		return { status: 'Error', message: harmless(sentences(...words)) };
	}
}

/** Whoever tests a credential waits in front of it. */
const NO_RETRIES = { maxRetries: 0, firstPauseMs: 0 };

function withToken(
	check: TokenCheck,
	{ asksForToken, profileDays }: AccountSettings = {},
	expiresAt: number | undefined,
): string {
	const said = [say(WITH_TOKEN[check])];
	if (asksForToken !== undefined) said.push(say(asksForToken ? TEST.asksForToken : TEST.asksForNone));
	else if (check === 'notRefused') said.push(say(TEST.mayAskForNone));
	if (profileDays !== undefined) said.push(say(TEST.lifetime, { days: profileDays }));
	if (expiresAt !== undefined) {
		said.push(say(TEST.validUntil, { time: new Date(expiresAt).toISOString() }));
	}
	return said.map(([text]) => text).join('. ');
}
