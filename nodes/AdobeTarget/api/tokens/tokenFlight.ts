import { createProfileToken, existingProfileToken } from './adminApi';
import type { SignedIn } from './adminCall';
import { clock } from '../clock';
import { requestImsToken } from './imsToken';
import type { IssuedToken, ServerToServerSettings } from './imsToken';
import { MESSAGES } from './messages';
import { withRetries } from '../sending/retry';
import type { CallBudget } from '../sending/budget/callBudget';
import type { EndOfCall } from '../sending/budget/callLine';
import { say } from '../../say';
import { TargetError } from '../targetError';
import type { Transport } from '../http/transport';
import { accountHash } from './creations';
import type { Creations } from './creations';
import { FlightTime } from './flightTime';
import type { FlightResult } from './sharedFlight';
import { withLock } from './tokenLock';
import { isFresh, kept } from './tokenState';
import type { TokenState } from './tokenState';

const RETRIES = { maxRetries: 3, firstPauseMs: 1_000 };

/** How long it is believed when the Admin API calls a refused token valid. */
const BELIEVED_MS = 60_000;

/**
 * A token that the Admin API calls expired may be good for the rest of a second, as it counts in whole ones; and
 * another process gets some time, drawn by chance, to have created one.
 */
const HESITATION_MS = 1_000;
const CHANCE_MS = 1_000;

/** What a flight for a token needs. */
interface FlightPlan {
	readonly settings: ServerToServerSettings;
	/** Makes the way to Adobe for this flight, which closes it. */
	readonly open: () => Transport;
	/** Where it puts what it brings. */
	readonly state: TokenState;
	readonly creations: Creations;
	/** Admin calls are among the account's 50 a minute. */
	readonly budget: CallBudget;
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
export async function runFlight(plan: FlightPlan, ending: AbortController): Promise<FlightResult> {
	const { state, refused } = plan;
	const { signal } = ending;
	const time = new FlightTime(ending);
	const way = plan.open();
	const transport: Transport = { ...way, send: (request) => way.send({ ...request, signal }) };
	try {
		const { result: found } = await withRetries(RETRIES, signal, () =>
			getToken(plan, transport, signal, time).catch((error: unknown) => {
				throw time.grant(error);
			}),
		);
		const { issued } = found;
		if (issued.token === refused) {
			state.calledValid = { token: refused, until: clock.now() + BELIEVED_MS };
			return 'refusedIsValid';
		}
		const before = state.profile;
		const isNew = found.isNew || (before !== undefined && before.token !== issued.token);
		const madeAt = isNew ? clock.now() : before?.madeAt;
		state.profile = { ...kept(issued), madeAt };
		return { token: issued.token };
	} finally {
		time.stop();
		await way.close();
	}
}

/** A token, and whether it is certain that it was not there before. */
interface FoundToken {
	readonly issued: IssuedToken;
	readonly isNew: boolean;
}

async function getToken(
	{ settings, state, creations, budget }: FlightPlan,
	transport: Transport,
	signal: AbortSignal,
	time: FlightTime,
): Promise<FoundToken> {
	const waitForCalls = (calls = 1) => time.besides(() => budget.takeAhead(signal, calls));
	const asker = { state, transport, settings };
	const existing = (takeCall: TakeCall) => whenSignedIn({ ...asker, takeCall }, existingProfileToken);
	const account = accountHash(settings);
	const create = () =>
		whenSignedIn({ ...asker, takeCall: TAKEN_BEFORE }, (signedIn) =>
			creations.createOne(account, () => createProfileToken(signedIn)),
		);
	const issued = await existing(waitForCalls);
	if (issued !== undefined) return { issued, isNew: false };
	if (!settings.createToken) throw new TargetError(...say(MESSAGES.mayNotCreate));
	// Both calls beforehand: who waited between question and creation, or with the lock, could be overtaken.
	const end = await waitForCalls(2);
	try {
		return await withLock(account, signal, async () => {
			await clock.sleep(HESITATION_MS + Math.random() * CHANCE_MS, signal);
			// Another process may have created one meanwhile, and a second creation would break its token.
			return { issued: (await existing(TAKEN_BEFORE)) ?? (await create()), isNew: true };
		});
	} finally {
		end();
	}
}

/** Waits until the account may make a call, and gives what ends it. */
type TakeCall = () => Promise<EndOfCall>;

/** For a call that was waited for before. */
const TAKEN_BEFORE: TakeCall = () => Promise.resolve(() => undefined);

/** Who asks the Admin API, before it is known whether he has signed in. */
interface Asker extends Pick<SignedIn, 'transport' | 'settings'> {
	/** Where a sign-in is kept. */
	readonly state: TokenState;
	readonly takeCall: TakeCall;
}

/**
 * Asks the Admin API. Signs in first where no sign-in is known, and once more where the API refuses the known one.
 *
 * @throws TargetError
 */
export async function whenSignedIn<Result>(
	{ state, transport, settings, takeCall }: Asker,
	ask: (signedIn: SignedIn) => Promise<Result>,
): Promise<Result> {
	const askWith = async (imsToken: string, refused?: string) => {
		const end = await takeCall();
		try {
			return await ask({ transport, settings, imsToken, otherTokens: [refused, state.profile?.token] });
		} finally {
			end();
		}
	};
	const before = state.signIn;
	if (isFresh(before)) {
		const answer = await askWith(before.token).then(
			(result) => ({ result }),
			(error: unknown) => {
				if (error instanceof TargetError && error.status === 401) return undefined;
				throw error;
			},
		);
		if (answer !== undefined) return answer.result;
	}
	state.signIn = kept(await requestImsToken(transport, settings));
	return await askWith(state.signIn.token, before?.token);
}
