import { askAboutTenant } from './adminCall';
import type { SignedIn } from './adminCall';
import { isOwnNotFound, namesNoToken, notSaid, refusedByAdminApi } from './adminRefusal';
import { MAX_TOKEN_ANSWER_BYTES, SHORTEST_SECONDS, checkLifetime } from './imsToken';
import type { IssuedToken } from './imsToken';
import { ADMIN_API, SERVICES } from './messages';
import { isHeaderText } from '../headerText';
import { parseObject } from '../answers/jsonObject';
import { say } from '../../say';
import { withoutTokens } from '../sending/withoutTokens';
import { TargetError } from '../targetError';
import type { TargetAnswer } from '../http/transport';

/** How much of the list of names is read. */
const MAX_NAMES_BYTES = 1_000_000;

/** Nobody chooses from a list of more, and sorting it would hold n8n. */
const MOST_NAMES = 5_000;

/** Characters of a name. What is typed into the list is looked for in each, which takes long in long ones. */
const LONGEST_NAME = 250;

/**
 * The profile authentication token that exists (Admin API, `GET authentication/token`).
 *
 * @returns undefined where the API itself says that there is none, or it has expired
 * @throws TargetError when that is not certain: whoever takes it for "none" creates one, and breaks the one in use
 */
export async function existingProfileToken(signedIn: SignedIn): Promise<IssuedToken | undefined> {
	const answer = await ask(signedIn, 'GET');
	if (answer.status === 404) {
		if (isOwnNotFound(answer.text)) return undefined;
		throw await notSaid(answer, signedIn);
	}
	if (namesNoToken(answer.text)) return undefined;
	const issued = readToken(answer);
	// One that has expired counts as none; one may be at its very end.
	if (issued.expiresIn <= 0) return undefined;
	checkLifetime(SERVICES.adminApi, issued.expiresIn, 0);
	return issued;
}

/**
 * Creates a new profile authentication token (Admin API, `POST authentication/token`). The old one is worth nothing
 * from then on, for every integration of the account: only to be called where there is none that is good.
 *
 * @throws TargetError when the API did not create one
 */
export async function createProfileToken(signedIn: SignedIn): Promise<IssuedToken> {
	const issued = readToken(await ask(signedIn, 'POST'));
	checkLifetime(SERVICES.adminApi, issued.expiresIn, SHORTEST_SECONDS);
	return issued;
}

/**
 * The names of the profile attributes that Target knows, 5,000 at most and none of more than 250 characters (Admin API,
 * `profileattributes/mbox`).
 *
 * @throws TargetError when the API does not say
 */
export async function profileAttributeNames(signedIn: SignedIn): Promise<string[]> {
	const answer = await askAboutTenant(signedIn, {
		method: 'GET',
		path: '/target/profileattributes/mbox',
		maxAnswerBytes: MAX_NAMES_BYTES,
	});
	if (answer.status !== 200) throw await refusedByAdminApi(answer, signedIn);
	// They are shown, and some servers send back what they were sent.
	const { imsToken, otherTokens = [] } = signedIn;
	const text = await withoutTokens(answer.text, [imsToken, ...otherTokens]);
	const { mboxProfileAttributes: names } = parseObject(text) ?? {};
	if (!Array.isArray(names)) return [];
	return names.filter(isName).slice(0, MOST_NAMES);
}

function isName(name: unknown): name is string {
	return typeof name === 'string' && name.length <= LONGEST_NAME;
}

async function ask(signedIn: SignedIn, method: 'GET' | 'POST'): Promise<TargetAnswer> {
	const answer = await askAboutTenant(signedIn, {
		method,
		path: '/target/authentication/token?authorizationScope=profile_api',
		maxAnswerBytes: MAX_TOKEN_ANSWER_BYTES,
		// A second creation would end the first one.
		idempotent: method === 'GET',
	});
	const isAnswer =
		answer.status === 200 || answer.status === 201 || (method === 'GET' && answer.status === 404);
	if (!isAnswer) throw await refusedByAdminApi(answer, signedIn);
	return answer;
}

function readToken({ text, status }: TargetAnswer): IssuedToken {
	const { accessToken, expiresIn } = parseObject(text) ?? {};
	if (typeof accessToken === 'string' && isHeaderText(accessToken) && typeof expiresIn === 'number') {
		return { token: accessToken, expiresIn };
	}
	throw new TargetError(...say(ADMIN_API.noToken), { status });
}
