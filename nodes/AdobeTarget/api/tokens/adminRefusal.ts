import { shown } from '../../shown';
import { throttledOrBroken } from './imsToken';
import type { ServerToServerSettings, Words } from './imsToken';
import { parseObject } from '../answers/jsonObject';
import { readRetryAfter } from '../sending/retryAfter';
import { withoutTokens } from '../sending/withoutTokens';
import { TargetError } from '../targetError';
import type { TargetAnswer } from '../http/transport';

/** How the Admin API is called in sentences. */
export const ADMIN_API = 'Adobe’s Admin API';

/** Characters of what the API wrote that are quoted to the person at the panel. */
const LONGEST_QUOTE = 200;

/** What the gateway before the Admin API says by `error_code`, as far as it has been seen. */
const BY_CODE = new Map<string, Words>([
	[
		'403003',
		[
			'Adobe’s Admin API does not take this client ID',
			'As a rule the project does not have the API: add the API Adobe Target to the project in the Adobe Developer Console.',
		],
	],
	[
		'403025',
		[
			'Adobe’s Admin API does not take the product profile of the project',
			'Give the project a product profile of Target in the Adobe Developer Console.',
		],
	],
	[
		'401013',
		[
			'Adobe’s Admin API calls the sign-in not valid',
			'Adobe had given it just before. Compare the scopes of the credential with those of your project in the Adobe Developer Console, and its IMS URL and Admin URL with each other, where it has some.',
		],
	],
]);

/** Which role a project needs for the profile token, Adobe's pages don't say; Approver is what they ask of a person. */
function byStatus(status: number, tenantId: string): Words {
	if (status === 404) {
		return [
			'Adobe’s Admin API does not know the tenant',
			`The credential says "${shown(tenantId)}". Target shows the tenant ID in its address, after the @ in experience.adobe.com/#/@tenant/target.`,
		];
	}
	if (status === 401) {
		return [
			'Adobe’s Admin API did not take the sign-in',
			'Compare the scopes of the credential with those of your project in the Adobe Developer Console, and look whether the project has the API Adobe Target.',
		];
	}
	if (status === 403) {
		return [
			'The credential may not use Adobe’s Admin API for this tenant',
			'Look in the Adobe Developer Console whether the project has a product profile of Target, and check the tenant ID.',
		];
	}
	return [
		'Adobe’s Admin API refused the request',
		'Check the tenant ID and the scopes of the credential, and its Admin URL where it has one.',
	];
}

/**
 * The reason in words, with what the gateway or the API wrote, but for the sign-in: some servers send back what they
 * were sent.
 */
export async function refusedByAdminApi(
	answer: TargetAnswer,
	{ tenantId }: ServerToServerSettings,
	imsToken: string,
): Promise<TargetError> {
	const { status } = answer;
	const { code, text } = await whatItSays(answer, imsToken);
	// 503 is what Adobe names for more than 50 calls a minute (Target limits page), and what any gateway says for a moment.
	if (status === 503) return unavailable(answer);
	if (status === 429 || code.startsWith('429') || status >= 500) return throttledOrBroken(ADMIN_API, answer);
	const [message, advice] = BY_CODE.get(code) ?? byStatus(status, tenantId);
	return new TargetError(message, `${advice} (HTTP ${status})`, { status, quote: quoted(code, text) });
}

function unavailable({ status, retryAfter }: TargetAnswer): TargetError {
	return new TargetError(
		'Adobe’s Admin API does not serve for the moment',
		`It may have a problem of its own, or the account has made more than the 50 calls a minute that Adobe takes for the bulk, Admin and Reporting APIs. Wait some minutes. (HTTP ${status})`,
		{ status, retry: 'afterPause', retryAfterMs: readRetryAfter(retryAfter) },
	);
}

/** A 404 to the question for the token that is not in the API's own words. */
export async function notSaid(
	answer: TargetAnswer,
	{ tenantId }: ServerToServerSettings,
	imsToken: string,
): Promise<TargetError> {
	const { status } = answer;
	const { code, text } = await whatItSays(answer, imsToken);
	return new TargetError(
		'Adobe’s Admin API does not say whether there is a profile token',
		`The answer is not in its own words, so no token was created: that would end one that is in use. Check the tenant ID of the credential, "${shown(tenantId)}", its Admin URL where it has one, and whether a proxy answers in Adobe’s place. If there is no token yet, make one in Target, under Administration > Implementation > Profile API: the node finds it there. (HTTP ${status})`,
		{ status, quote: quoted(code, text) },
	);
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
	imsToken: string,
): Promise<{ readonly code: string; readonly text: string }> {
	const said = parseObject(await withoutTokens(answer.text, [imsToken])) ?? {};
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
