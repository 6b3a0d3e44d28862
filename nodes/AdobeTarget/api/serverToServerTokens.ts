import { createHash } from 'node:crypto';

import { createProfileToken, existingProfileToken } from './adminApi';
import { clock } from './clock';
import { requestImsToken } from './imsToken';
import type { IssuedToken, ServerToServerSettings } from './imsToken';
import { withRetries } from './retry';
import type { TokenSource } from './tokenSource';
import { TargetError } from './targetError';
import { withLock } from './tokens/tokenLock';
import type { Transport } from './transport';

/** A token is asked for again after this share of the time that it has left. */
const USED_SHARE = 0.9;

const RETRIES = { maxRetries: 3, firstPauseMs: 1_000 };

/**
 * A token that the Admin API calls expired may be good for the rest of a second, as it counts in whole ones; and
 * another process gets some time, drawn by chance, to have created one.
 */
const HESITATION_MS = 1_000;
const CHANCE_MS = 1_000;

interface CachedToken {
	readonly token: string;
	/** When it is to be asked for again, on {@link clock}. */
	readonly until: number;
}

/**
 * The profile token of an account, by OAuth server-to-server: sign-in, the existing token, and a new one only where
 * there is none that is good, as creating one breaks every other integration that uses the old one. What is known is
 * kept in the process; however many ask, one flight goes at a time.
 */
export class ServerToServerTokens implements TokenSource {
	private ims: CachedToken | undefined;

	private profile: CachedToken | undefined;

	private flight: Promise<string> | undefined;

	expiresAt: number | undefined;

	/** @param open makes the way to Adobe for one flight, which closes it */
	constructor(
		private readonly settings: ServerToServerSettings,
		private open: () => Transport,
	) {}

	/** From now on, flights go this way: what proxies and filters allow is for the newest execution to say. */
	flyBy(open: () => Transport): void {
		this.open = open;
	}

	async current(signal?: AbortSignal): Promise<string> {
		if (this.profile !== undefined && clock.now() < this.profile.until) return this.profile.token;
		return await this.fly(undefined, signal);
	}

	async renewed(refused: string, signal?: AbortSignal): Promise<string> {
		// Another execution may have been quicker.
		if (this.profile !== undefined && this.profile.token !== refused) return await this.current(signal);
		this.profile = undefined;
		return await this.fly(refused, signal);
	}

	/** The sign-in to the Admin API, for other questions to it. */
	async signIn(transport: Transport): Promise<string> {
		if (this.ims !== undefined && clock.now() < this.ims.until) return this.ims.token;
		const { result } = await withRetries(RETRIES, undefined, () => requestImsToken(transport, this.settings));
		this.ims = cached(result);
		return this.ims.token;
	}

	/** Joins the flight that is under way, or begins one. A caller that is stopped leaves it to the others. */
	private async fly(refused: string | undefined, signal?: AbortSignal): Promise<string> {
		this.flight ??= this.takeOff(refused);
		return await unlessAborted(this.flight, signal);
	}

	private takeOff(refused: string | undefined): Promise<string> {
		const flight = this.fetch(refused).finally(() => {
			this.flight = undefined;
		});
		// It may fail when all who waited for it have been stopped.
		flight.catch(() => undefined);
		return flight;
	}

	private async fetch(refused: string | undefined): Promise<string> {
		const transport = this.open();
		try {
			const issued =
				(await this.existing(transport, refused)) ??
				(await withLock(this.lockName(), undefined, () => this.createWhereNone(transport, refused)));
			this.profile = cached(issued);
			this.expiresAt = clock.today() + issued.expiresIn * 1_000;
			return issued.token;
		} finally {
			await transport.close();
		}
	}

	/** Another process may have created one meanwhile, and a second creation would break its token. */
	private async createWhereNone(transport: Transport, refused: string | undefined): Promise<IssuedToken> {
		await clock.sleep(HESITATION_MS + Math.random() * CHANCE_MS);
		return (await this.existing(transport, refused)) ?? (await this.signedIn(transport, createProfileToken));
	}

	/** @throws TargetError when the token that exists is the one that Target has refused */
	private async existing(
		transport: Transport,
		refused: string | undefined,
	): Promise<IssuedToken | undefined> {
		const issued = await this.signedIn(transport, existingProfileToken);
		if (issued === undefined || issued.token !== refused) return issued;
		throw new TargetError(
			'Target refused the profile token that Adobe’s Admin API gives as valid',
			'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
			{ status: 401 },
		);
	}

	/** Asks the Admin API; signs in once more where it does not take the sign-in of before. */
	private async signedIn<Result>(
		transport: Transport,
		ask: (transport: Transport, settings: ServerToServerSettings, imsToken: string) => Promise<Result>,
	): Promise<Result> {
		const attempt = async () => await ask(transport, this.settings, await this.signIn(transport));
		try {
			return (await withRetries(RETRIES, undefined, attempt)).result;
		} catch (error) {
			if (!this.mayBeOldSignIn(error)) return throwAgain(error);
		}
		return await attempt();
	}

	private mayBeOldSignIn(error: unknown): boolean {
		const isOld = error instanceof TargetError && error.status === 401;
		if (isOld) this.ims = undefined;
		return isOld;
	}

	private lockName(): string {
		const { tenantId, adminUrl } = this.settings;
		return createHash('sha256').update(`${adminUrl} ${tenantId}`).digest('hex').slice(0, 32);
	}
}

const sources = new Map<string, ServerToServerTokens>();

/** The tokens of a credential: one source for all executions of this process. */
export function tokensOf(settings: ServerToServerSettings, open: () => Transport): ServerToServerTokens {
	const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
	const known = sources.get(key);
	if (known !== undefined) {
		known.flyBy(open);
		return known;
	}
	const source = new ServerToServerTokens(settings, open);
	sources.set(key, source);
	return source;
}

function cached({ token, expiresIn }: IssuedToken): CachedToken {
	return { token, until: clock.now() + expiresIn * 1_000 * USED_SHARE };
}

function throwAgain(error: unknown): never {
	throw error;
}

/** What a promise comes to, or the signal's reason as soon as it is aborted; the promise goes on. */
async function unlessAborted<Result>(promise: Promise<Result>, signal?: AbortSignal): Promise<Result> {
	signal?.throwIfAborted();
	if (signal === undefined) return await promise;
	let stop: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		stop = () => {
			reject(signal.reason as Error);
		};
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		if (stop !== undefined) signal.removeEventListener('abort', stop);
	}
}
