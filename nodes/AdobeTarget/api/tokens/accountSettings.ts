import { askAboutTenant } from './adminCall';
import type { SignedIn } from './adminCall';
import { clientCodeIn } from '../clientCode';
import { clock } from '../clock';
import type { Edge } from '../edge';
import { MAX_TOKEN_ANSWER_BYTES } from './imsToken';
import { ADMIN_API } from './messages';
import { parseObject } from '../answers/jsonObject';
import { say } from '../../say';
import { TargetError } from '../targetError';
import type { ServerToServerTokens } from './serverToServerTokens';
import type { Transport } from '../http/transport';

/** The settings are not waited for any longer, as whoever asks can do without them. */
const PATIENCE_MS = 5_000;

/**
 * Days that profiles live: 14, and up to 90 on request (visitor profile lifetime page). The spec names no unit. A number
 * between these two can only be days: in hours or weeks these lifetimes are larger or smaller numbers.
 */
const FEWEST_DAYS = 14;
const MOST_DAYS = 90;

/** What the Admin API says of an account; what it does not say in the words of its spec is left out. */
export interface AccountSettings {
	/** Whether the Profile API asks for a token. */
	readonly asksForToken?: boolean;
	readonly clientCode?: string;
	/** How long a profile lives without a visit. */
	readonly profileDays?: number;
}

/**
 * Asks what the Admin API knows of the account of a token. These calls are known from the API's spec alone
 * (`clients/settings` and `atjs/settings`), so whatever else comes back, or nothing, is no error.
 *
 * @param transport whose requests for the settings are ended when they take long
 * @throws TargetError where no token can be had
 */
export async function settingsOfAccount(
	tokens: ServerToServerTokens,
	transport: Transport,
): Promise<AccountSettings> {
	// It signs in, and says what is wrong with that.
	await tokens.current();
	const ending = new AbortController();
	const { signal } = ending;
	const callOff = clock.after(PATIENCE_MS, () => {
		ending.abort();
	});
	const ended: Transport = { ...transport, send: (request) => transport.send({ ...request, signal }) };
	const ask = async (question: Question) =>
		await tokens.askAdminApi(ended, question, signal).catch(() => ({}));
	try {
		// One after the other: each may sign in.
		return { ...(await ask(askAtJsSettings)), ...(await ask(askClientSettings)) };
	} finally {
		callOff();
	}
}

/** @throws TargetError where the Admin API names another client code for the tenant than the credential */
export function requireClientCodeOf({ clientCode }: AccountSettings, edge: Pick<Edge, 'clientCode'>): void {
	if (clientCode === undefined || clientCode.toLowerCase() === edge.clientCode.toLowerCase()) return;
	throw new TargetError(...say(ADMIN_API.otherClientCode));
}

type Question = (signedIn: SignedIn) => Promise<AccountSettings>;

const askClientSettings: Question = async (signedIn) => {
	const { enableProfileApiAuthentication: asksForToken } = await fieldsOf(
		'/target/clients/settings',
		signedIn,
	);
	return typeof asksForToken === 'boolean' ? { asksForToken } : {};
};

const askAtJsSettings: Question = async (signedIn) => {
	const { clientCode, profileLifetime: days } = await fieldsOf('/target/atjs/settings', signedIn);
	const isCode = typeof clientCode === 'string' && clientCodeIn(clientCode) === clientCode;
	const isDays =
		Number.isInteger(days) && typeof days === 'number' && days >= FEWEST_DAYS && days <= MOST_DAYS;
	return { ...(isCode && { clientCode }), ...(isDays && { profileDays: days }) };
};

/** The fields of a good answer; none of any other. It throws at no status, so a 401 leads to no other sign-in. */
async function fieldsOf(path: string, signedIn: SignedIn): Promise<Readonly<Record<string, unknown>>> {
	const { status, text } = await askAboutTenant(signedIn, {
		method: 'GET',
		path,
		maxAnswerBytes: MAX_TOKEN_ANSWER_BYTES,
	});
	return (status === 200 ? parseObject(text) : undefined) ?? {};
}
