import { clock } from '../clock';
import type { IssuedToken } from './imsToken';
import type { SharedFlight } from './sharedFlight';

/** A token is asked for again after this share of the time that it has left. */
const USED_SHARE = 0.9;

/** A token, and how long it is used. */
interface KeptToken {
	readonly token: string;
	/** When it is to be asked for again, on {@link clock}. */
	readonly until: number;
	/** When it expires, in milliseconds since 1970. */
	readonly expiresAt: number;
	/** When it was made, on {@link clock}, where it is known that it was not there before; Target may not take it at once. */
	readonly madeAt?: number | undefined;
}

/**
 * How a flight goes: through n8n's SSRF filter or not, as whoever begins it; or as the test of a credential goes, which
 * has other limits and can't be stopped as well.
 */
export type FlightWay = 'filtered' | 'unfiltered' | 'credentialTest';

/** What this process knows of an account: what flights have brought, and nothing of the credential. */
export interface TokenState {
	/** On {@link clock}. */
	usedAt: number;
	signIn: KeptToken | undefined;
	/** It stays until another is there, even when somebody's request was refused with it. */
	profile: KeptToken | undefined;
	/** A token that Target has refused and the Admin API calls valid. Nobody asks for another before `until`. */
	calledValid: { readonly token: string; readonly until: number } | undefined;
	/** Flights under way, one at most for each way: nobody joins one that goes another way than his own would. */
	readonly flights: Map<FlightWay, SharedFlight>;
}

/** A state of which nothing is known. */
export function emptyState(): TokenState {
	return {
		usedAt: clock.now(),
		signIn: undefined,
		profile: undefined,
		calledValid: undefined,
		flights: new Map(),
	};
}

/** A token that was given just now. */
export function kept({ token, expiresIn }: IssuedToken): KeptToken {
	return {
		token,
		until: clock.now() + expiresIn * 1_000 * USED_SHARE,
		expiresAt: clock.today() + expiresIn * 1_000,
	};
}

/** Whether a token that is kept is to be used. */
export function isFresh(token: KeptToken | undefined): token is KeptToken {
	return token !== undefined && clock.now() < token.until;
}
