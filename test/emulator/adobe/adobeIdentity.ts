import { accountSettings, isAccountSettings, type AccountOptions } from './accountSettings';
import { json, notFoundPage, refusal, type Answer } from '../http/answers';
import type { CallBudget } from './callBudget';
import type { ReceivedRequest } from '../emulatedTarget';
import { decodePairs } from '../http/form';
import type { Readings } from '../readings';

/** An account that is entered by OAuth server-to-server: Adobe's sign-in (IMS) and Target's Admin API. */
export interface IdentityOptions extends AccountOptions {
	tenantId?: string;
	clientId?: string;
	clientSecret?: string;
	/** Comma-separated scopes that are granted; others are refused. */
	scopes?: string;
	/** How long a profile token lives. Default 90 days. */
	tokenSeconds?: number;
	/** How long a sign-in lives. Default 86,399 seconds (server-to-server authentication guide). */
	signInSeconds?: number;
	/** Whether a profile token exists at the start. Default true. */
	hasToken?: boolean;
	/**
	 * What the Admin API says of a token that has expired; nobody documents it. `gone` is a 404, `expired` the old token
	 * with no time left. Default `gone`.
	 */
	expiredTokenIs?: 'gone' | 'expired';
	/** Sign-ins that are taken in a minute, then 429. Default no limit. */
	signInsPerMinute?: number;
	/** Names of attributes that the Admin API lists. */
	attributeNames?: readonly string[];
}

interface IdentityCounts {
	/** Sign-ins that gave a token. */
	readonly signIns: number;
	/** Times that the existing profile token was asked for. */
	readonly tokenReads: number;
	/** Profile tokens that were created. */
	readonly tokenCreations: number;
	/** Of those, the ones that broke a token which was still good. */
	readonly tokensBroken: number;
}

const DAY_SECONDS = 86_400;
const MINUTE_MS = 60_000;
const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';

interface Issued {
	readonly token: string;
	readonly goodFrom: number;
	readonly expiresAt: number;
}

/** What of the open questions is about the sign-in and the Admin API. */
type IdentityReadings = Pick<Readings, 'newTokenAfterMs' | 'adminNotFound' | 'adminSettings'>;

/** IMS and the Admin API of one account. */
export class AdobeIdentity {
	readonly counts: { -readonly [name in keyof IdentityCounts]: number } = {
		signIns: 0,
		tokenReads: 0,
		tokenCreations: 0,
		tokensBroken: 0,
	};

	private readonly options: Required<IdentityOptions>;

	private signIns: Issued[] = [];

	private signInTimes: number[] = [];

	private profileToken: Issued | undefined;

	constructor(
		options: IdentityOptions,
		private readonly clock: () => number,
		private readonly readings: IdentityReadings,
		/** Admin calls are among the 50 a minute (Target limits page). */
		private readonly budget: CallBudget,
		clientCode: string,
	) {
		this.options = {
			asksForToken: true,
			tenantClientCode: clientCode,
			profileLifetime: 14,
			tenantId: 'demotenant',
			clientId: 'sample-client-id',
			clientSecret: 'sample-client-secret',
			scopes:
				'openid,AdobeID,target_sdk,additional_info.projectedProductContext,read_organizations,additional_info.roles',
			tokenSeconds: 90 * DAY_SECONDS,
			signInSeconds: DAY_SECONDS - 1,
			hasToken: true,
			expiredTokenIs: 'gone',
			signInsPerMinute: Infinity,
			attributeNames: [],
			...options,
		};
		if (this.options.hasToken) this.profileToken = this.issue('profile', this.options.tokenSeconds);
	}

	/** Whether the edge asks for a profile token at all. */
	get asksForToken(): boolean {
		return this.options.asksForToken;
	}

	/** Whether the edge lets a profile token in. */
	isGood(token: string): boolean {
		if (this.profileToken?.token !== token) return false;
		const now = this.clock();
		return now >= this.profileToken.goodFrom && now < this.profileToken.expiresAt;
	}

	/** Another integration has a new token created, which breaks the one that was good until now. */
	resetToken(): string {
		this.profileToken = this.issue('profile', this.options.tokenSeconds, this.readings.newTokenAfterMs);
		return this.profileToken.token;
	}

	/** All sign-ins end: Adobe may revoke them at any time. */
	revokeSignIns(): void {
		this.signIns = [];
	}

	/** @returns undefined for a path that is none of IMS's or the Admin API's */
	answer(request: ReceivedRequest): Answer | undefined {
		if (request.path === '/ims/token/v3') return this.signIn(request);
		const [, tenant = '', path = ''] = /^\/([^/]+)\/target\/(.+)$/.exec(request.path) ?? [];
		const isKnown = path === 'authentication/token' || path === 'profileattributes/mbox';
		if (!isKnown && !isAccountSettings(path)) return undefined;
		if (!this.budget.take()) return refusal(503, 'Too many Admin, bulk and status calls within a minute');
		const problem = this.problemOf(request, tenant);
		if (problem !== undefined) return problem;
		if (path === 'profileattributes/mbox') {
			return json(200, { mboxProfileAttributes: this.options.attributeNames });
		}
		if (isAccountSettings(path)) {
			const { adminSettings } = this.readings;
			return accountSettings(path, this.options, adminSettings, () => this.notFound('There are no settings'));
		}
		if (request.query !== 'authorizationScope=profile_api') {
			return refusal(400, 'authorizationScope has to be profile_api');
		}
		return request.method === 'POST' ? this.createToken() : this.readToken();
	}

	private signIn(request: ReceivedRequest): Answer {
		if (request.method !== 'POST') return refusal(405, 'Only POST is allowed here');
		const now = this.clock();
		this.signInTimes = this.signInTimes.filter((time) => now - time < MINUTE_MS);
		if (this.signInTimes.length >= this.options.signInsPerMinute) return refusal(429, 'Too many sign-ins');
		this.signInTimes.push(now);

		const form = decodePairs(request.body.toString('latin1').replaceAll('+', '%20'));
		if (form.get('grant_type') !== 'client_credentials') {
			return json(400, { error: 'unsupported_grant_type' });
		}
		const { clientId, clientSecret, scopes, signInSeconds } = this.options;
		const wrong = [
			...(form.get('client_id') === clientId ? [] : ['client_id']),
			...(form.get('client_secret') === clientSecret ? [] : ['client_secret']),
		];
		if (wrong[0] !== undefined) {
			return json(400, { error: 'invalid_client', error_description: `invalid ${wrong[0]} parameter` });
		}
		const granted = new Set(scopes.split(','));
		const asked = (form.get('scope') ?? '').split(',').map((scope) => scope.trim());
		if (asked.some((scope) => !granted.has(scope))) return json(400, { error: 'invalid_scope' });

		this.counts.signIns++;
		const issued = this.issue('ims', signInSeconds);
		this.signIns.push(issued);
		return json(200, { access_token: issued.token, token_type: 'bearer', expires_in: signInSeconds });
	}

	private problemOf({ headers }: ReceivedRequest, tenant: string): Answer | undefined {
		const bearer = headers.authorization?.replace(/^Bearer /, '');
		const now = this.clock();
		const isSignedIn = this.signIns.some(({ token, expiresAt }) => token === bearer && now < expiresAt);
		if (!isSignedIn) return json(401, { error_code: '401013', message: 'Oauth token is not valid' });
		if (headers['x-api-key'] !== this.options.clientId) {
			return json(403, { error_code: '403000', message: 'Api Key is required' });
		}
		if (tenant !== this.options.tenantId) return this.notFound('The tenant is not known');
		if (headers.accept !== MEDIA_TYPE) {
			return this.ownError(406, 'Unsupported.Feature', `Accept has to be ${MEDIA_TYPE}`);
		}
		return undefined;
	}

	/**
	 * The Admin API's own error (Adobe's page "Target Admin API overview", which prints one for 406 and calls 404 "the
	 * resource that is referenced is not found"; the word of the code for 404 is a guess).
	 */
	private ownError(httpStatus: number, errorCode: string, message: string): Answer {
		const requestTime = new Date(this.clock()).toISOString();
		const requestId = '00000000-0000-4000-8000-000000000000';
		return json(httpStatus, { httpStatus, requestId, requestTime, errors: [{ errorCode, message }] });
	}

	/** The gateway's code for 404 is made up; its shape is that of the codes that were seen. */
	private notFound(message: string): Answer {
		switch (this.readings.adminNotFound) {
			case 'api':
				return this.ownError(404, 'NotFound', message);
			case 'gateway':
				return json(404, { error_code: '404000', message: 'Requested resource could not be found' });
			case 'page':
				return notFoundPage();
		}
	}

	private readToken(): Answer {
		this.counts.tokenReads++;
		const { profileToken } = this;
		const isExpired = profileToken !== undefined && this.clock() >= profileToken.expiresAt;
		if (profileToken === undefined || (isExpired && this.options.expiredTokenIs === 'gone')) {
			return this.notFound('There is no token');
		}
		return json(200, this.described(profileToken));
	}

	private createToken(): Answer {
		this.counts.tokenCreations++;
		if (this.profileToken !== undefined && this.clock() < this.profileToken.expiresAt) {
			this.counts.tokensBroken++;
		}
		this.resetToken();
		return json(201, this.described(this.profileToken));
	}

	private described(issued: Issued | undefined) {
		if (issued === undefined) throw new TypeError('There is no token to describe');
		const expiresIn = Math.max(0, Math.floor((issued.expiresAt - this.clock()) / 1_000));
		return { accessToken: issued.token, tokenType: 'bearer', scope: 'profile_api', expiresIn };
	}

	private issued = 0;

	private issue(kind: string, seconds: number, goodAfterMs = 0): Issued {
		const token = `sample-${kind}-token-${String(++this.issued).padStart(6, '0')}`;
		const now = this.clock();
		return { token, goodFrom: now + goodAfterMs, expiresAt: now + seconds * 1_000 };
	}
}
