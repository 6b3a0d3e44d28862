import { say } from '../../say';
import { shown } from '../../shown';
import { throttledOrBroken, withStatus } from './imsToken';
import type { SignedIn } from './adminCall';
import { ADMIN_API, SERVICES } from './messages';
import { parseObject } from '../answers/jsonObject';
import { readRetryAfter } from '../sending/retryAfter';
import { withoutTokens } from '../sending/withoutTokens';
import { TargetError } from '../targetError';
import type { TargetAnswer } from '../http/transport';

/** Characters of what the API wrote that are quoted to the person at the panel. */
const LONGEST_QUOTE = 200;

/** What the gateway before the Admin API means by its `error_code`, as far as it has been seen. */
const BY_CODE = new Map<string, (typeof ADMIN_API)[keyof typeof ADMIN_API]>([
	['403003', ADMIN_API.refusedClientId],
	['403025', ADMIN_API.refusedProductProfile],
	['401013', ADMIN_API.signInNotValid],
]);

/** Which role a project needs for the profile token, Adobe's pages don't say; Approver is what they ask of a person. */
const BY_STATUS = new Map<number, (typeof ADMIN_API)[keyof typeof ADMIN_API]>([
	[404, ADMIN_API.noSuchTenant],
	[401, ADMIN_API.refusedSignIn],
	[403, ADMIN_API.notForTenant],
]);

/**
 * The reason in words, with what the gateway or the API wrote, but for tokens: some servers send back what they were
 * sent.
 */
export async function refusedByAdminApi(answer: TargetAnswer, signedIn: SignedIn): Promise<TargetError> {
	const { status } = answer;
	const { code, text } = await whatItSays(answer, signedIn);
	// 503 is what Adobe names for more than 50 calls a minute (Target limits page), and what any gateway says for a moment.
	if (status === 503) return unavailable(answer);
	if (status === 429 || code.startsWith('429') || status >= 500)
		return throttledOrBroken(SERVICES.adminApi, answer);
	const message = BY_CODE.get(code) ?? BY_STATUS.get(status) ?? ADMIN_API.refused;
	const said = say(message, { tenantId: shown(signedIn.settings.tenantId) });
	return new TargetError(...withStatus(said, status), { status, quote: quoted(code, text) });
}

function unavailable({ status, retryAfter }: TargetAnswer): TargetError {
	return new TargetError(...withStatus(say(ADMIN_API.notServing), status), {
		status,
		retry: 'afterPause',
		retryAfterMs: readRetryAfter(retryAfter),
	});
}

/** Why nothing is known after a 404 to the question for the token that is not in the API's own words. */
export async function notSaid(answer: TargetAnswer, signedIn: SignedIn): Promise<TargetError> {
	const { status } = answer;
	const { code, text } = await whatItSays(answer, signedIn);
	const said = say(ADMIN_API.doesNotSay, { tenantId: shown(signedIn.settings.tenantId) });
	return new TargetError(...withStatus(said, status), { status, quote: quoted(code, text) });
}

/**
 * Whether a 404 is the Admin API's own: `{ httpStatus, requestId, requestTime, errors: [{ errorCode, message }] }`, as
 * Adobe's page "Target Admin API overview" prints its errors. The gateway before it writes `error_code`, others a page.
 */
export function isOwnNotFound(text: string): boolean {
	const { httpStatus, errors, error_code: gateway } = parseObject(text) ?? {};
	return httpStatus === 404 && gateway === undefined && Array.isArray(errors) && errors.some(isOwnError);
}

/** Whether an answer is one about the token, and says that there is none. */
export function namesNoToken(text: string): boolean {
	const { accessToken } = parseObject(text) ?? {};
	return accessToken === null || accessToken === '';
}

function isOwnError(error: unknown): error is { readonly errorCode: string } {
	return fieldOf(error, 'errorCode') !== '';
}

async function whatItSays(
	answer: TargetAnswer,
	{ imsToken, otherTokens = [] }: SignedIn,
): Promise<{ readonly code: string; readonly text: string }> {
	const said = parseObject(await withoutTokens(answer.text, [imsToken, ...otherTokens])) ?? {};
	const [own] = Array.isArray(said.errors) ? (said.errors as unknown[]) : [];
	return {
		code: plain(said.error_code) || fieldOf(own, 'errorCode'),
		text: plain(said.message) || fieldOf(own, 'message'),
	};
}

function quoted(code: string, text: string): string {
	const said = [code, text].filter((word) => word !== '').join(': ');
	return said === '' ? '' : `It says: "${shown(said, LONGEST_QUOTE)}"`;
}

function fieldOf(value: unknown, name: string): string {
	return typeof value === 'object' && value !== null ? plain(Reflect.get(value, name)) : '';
}

function plain(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
