import { createProfileToken, existingProfileToken } from '../adminApi';
import { clock } from '../clock';
import { requestImsToken } from '../imsToken';
import type { IssuedToken, ServerToServerSettings } from '../imsToken';
import { withRetries } from '../retry';
import { TargetError } from '../targetError';
import type { Transport } from '../transport';
import { accountOf } from './creations';
import type { Creations } from './creations';
import { FlightTime } from './flightTime';
import type { Landing } from './sharedFlight';
import { withLock } from './tokenLock';
import { isFresh, kept } from './tokenState';
import type { TokenState } from './tokenState';

const RETRIES = { maxRetries: 3, firstPauseMs: 1_000 };

/** That the Admin API calls the refused token valid is believed for so long. */
const BELIEVED_MS = 60_000;

/**
 * A token that the Admin API calls expired may be good for the rest of a second, as it counts in whole ones; and
 * another process gets some time, drawn by chance, to have created one.
 */
const HESITATION_MS = 1_000;
const CHANCE_MS = 1_000;

/** What a flight for a token needs. */
export interface FlightPlan {
	readonly settings: ServerToServerSettings;
	/** Makes the way to Adobe for this flight, which closes it. */
	readonly open: () => Transport;
	/** Where it puts what it brings. */
	readonly state: TokenState;
	readonly creations: Creations;
	/** The token that is to be replaced, where there is one. */
	readonly refused: string | undefined;
}

/**
 * Gets the profile token: the sign-in, the existing token, and a new one only where there is none that is good. All its
 * steps stand in one loop, which begins anew after a failure that may pass; so after a creation whose answer was lost,
 * the existing token is asked for first.
 *
 * @param ending aborts it; it does so itself when its time is up
 * @throws TargetError when there is none; the reason of the abort
 */
export async function fly(plan: FlightPlan, ending: AbortController): Promise<Landing> {
	const { state, refused } = plan;
	const { signal } = ending;
	const time = new FlightTime(ending);
	const way = plan.open();
	const transport: Transport = { ...way, send: (request) => way.send({ ...request, signal }) };
	try {
		const { result: issued } = await withRetries(RETRIES, signal, () =>
			getToken(plan, transport, signal).catch((error: unknown) => {
				throw time.grant(error);
			}),
		);
		if (issued.token === refused) {
			state.calledValid = { token: refused, until: clock.now() + BELIEVED_MS };
			return 'refusedIsValid';
		}
		state.profile = kept(issued);
		return { token: issued.token };
	} finally {
		time.stop();
		await way.close();
	}
}

async function getToken(
	{ settings, state, creations }: FlightPlan,
	transport: Transport,
	signal: AbortSignal,
): Promise<IssuedToken> {
	const existing = () => signedIn(state, transport, settings, existingProfileToken);
	const account = accountOf(settings);
	const create = () =>
		signedIn(state, transport, settings, (...asked) =>
			creations.createOne(account, () => createProfileToken(...asked)),
		);
	return (
		(await existing()) ??
		(await withLock(account, signal, async () => {
			await clock.sleep(HESITATION_MS + Math.random() * CHANCE_MS, signal);
			// Another process may have created one meanwhile, and a second creation would break its token.
			return (await existing()) ?? (await create());
		}))
	);
}

/**
 * Asks the Admin API; signs in where that was not done, and once more where a sign-in of before is not taken.
 *
 * @throws TargetError
 */
export async function signedIn<Result>(
	state: TokenState,
	transport: Transport,
	settings: ServerToServerSettings,
	ask: (transport: Transport, settings: ServerToServerSettings, signIn: string) => Promise<Result>,
): Promise<Result> {
	if (isFresh(state.signIn)) {
		const answer = await ask(transport, settings, state.signIn.token).then(
			(result) => ({ result }),
			(error: unknown) => {
				if (error instanceof TargetError && error.status === 401) return undefined;
				throw error;
			},
		);
		if (answer !== undefined) return answer.result;
	}
	state.signIn = kept(await requestImsToken(transport, settings));
	return await ask(transport, settings, state.signIn.token);
}
