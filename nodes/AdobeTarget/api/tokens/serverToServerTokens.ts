import { createHash } from 'node:crypto';

import type { SignedIn } from './adminCall';
import { clock } from '../clock';
import type { ServerToServerSettings } from './imsToken';
import type { CallBudget } from '../sending/budget/callBudget';
import { KeptForADay } from '../sending/keptForADay';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { TargetError } from '../targetError';
import type { TokenSource } from '../sending/tokenSource';
import type { Transport } from '../http/transport';
import { Creations } from './creations';
import { SharedFlight } from './sharedFlight';
import { runFlight, whenSignedIn } from './tokenFlight';
import { emptyState, isFresh } from './tokenState';
import type { FlightWay, TokenState } from './tokenState';

/** How long a token that was made moments ago is tried again before it is called refused. */
const RIPENS_MS = 60_000;

/** Whoever tests a credential waits in front of it. */
const RIPENS_IN_TEST_MS = 15_000;

const SHORTEST_WAIT_MS = 2_000;

/** Which way the flights go of one who asks for tokens. */
export interface TokenWay {
	readonly kind: FlightWay;
	/** Makes the way to Adobe for one flight, which closes it. */
	readonly open: () => Transport;
}

/**
 * The profile token of an account, by OAuth server-to-server. What is known is kept in the process; however many ask,
 * one flight goes at a time. Settings and way are the asker's own, and are kept no longer than his flight.
 */
export class ServerToServerTokens implements TokenSource {
	constructor(
		private readonly state: TokenState,
		private readonly creations: Creations,
		private readonly settings: ServerToServerSettings,
		private readonly way: TokenWay,
		private readonly budget: CallBudget,
	) {}

	get expiresAt(): number | undefined {
		return this.state.profile?.expiresAt;
	}

	known(refused?: string): string | undefined {
		this.state.usedAt = clock.now();
		const { profile } = this.state;
		return isFresh(profile) && profile.token !== refused ? profile.token : undefined;
	}

	async current(signal?: AbortSignal): Promise<string> {
		return await this.other(undefined, signal);
	}

	async renewed(refused: string, signal?: AbortSignal): Promise<string> {
		return await this.other(refused, signal);
	}

	/** The waits grow with the token's age, as each try is one of the account's calls. */
	async ripened(refused: string, signal?: AbortSignal): Promise<boolean> {
		const { profile } = this.state;
		if (profile?.token !== refused || profile.madeAt === undefined) return false;
		const age = clock.now() - profile.madeAt;
		const left = (this.way.kind === 'credentialTest' ? RIPENS_IN_TEST_MS : RIPENS_MS) - age;
		if (left <= 0) return false;
		// Whole milliseconds, or rounding would leave a rest of the time that no clock counts.
		await clock.sleep(Math.ceil(Math.min(Math.max(age, SHORTEST_WAIT_MS), left)), signal);
		return true;
	}

	/**
	 * Asks the Admin API something else, signed in; once, without trying again.
	 *
	 * @param signal ends the wait for a call among the account's 50 a minute
	 */
	async askAdminApi<Result>(
		transport: Transport,
		ask: (signedIn: SignedIn) => Promise<Result>,
		signal?: AbortSignal,
	): Promise<Result> {
		this.state.usedAt = clock.now();
		const { state, settings, budget } = this;
		return await whenSignedIn({ state, transport, settings, takeCall: () => budget.takeAhead(signal) }, ask);
	}

	/** A token that is not the refused one: what is known, or what a flight brings. */
	private async other(refused: string | undefined, signal: AbortSignal | undefined): Promise<string> {
		const { state } = this;
		for (;;) {
			signal?.throwIfAborted();
			state.usedAt = clock.now();
			// Another execution may have been quicker.
			const known = this.known(refused);
			if (known !== undefined) return known;
			if (refused !== undefined && this.isCalledValid(refused)) throw calledValid();
			const flight = this.flight(refused);
			const result = await flight.join(signal);
			if (result !== 'refusedIsValid') {
				if (result.token !== refused) return result.token;
			} else if (flight.refused === refused) {
				throw calledValid();
			}
			// It was begun for another's sake, and does not answer this one's question.
		}
	}

	private isCalledValid(token: string): boolean {
		const { calledValid: known } = this.state;
		return known?.token === token && clock.now() < known.until;
	}

	/** The flight that is under way, or one that begins now. None is joined that goes another way. */
	private flight(refused: string | undefined): SharedFlight {
		const { state, creations, settings, budget } = this;
		const { kind, open } = this.way;
		const underWay = state.flights.get(kind);
		if (underWay?.isUnderWay) return underWay;
		const flight = new SharedFlight(refused, async (ending) => {
			try {
				return await runFlight({ settings, open, state, creations, budget, refused }, ending);
			} finally {
				if (state.flights.get(kind) === flight) state.flights.delete(kind);
			}
		});
		state.flights.set(kind, flight);
		return flight;
	}
}

function calledValid(): TargetError {
	return new TargetError(...say(MESSAGES.refusedValidToken), { status: 401 });
}

/** The tokens that a process knows. */
export class TokensOfProcess {
	/** By a hash of the settings: what is known holds no secret of the credential. */
	private readonly states = new KeptForADay(emptyState);

	private readonly creations = new Creations();

	/**
	 * The tokens of a credential, for one who asks.
	 *
	 * @param budget of the account: Admin calls are among its 50 a minute
	 */
	of(settings: ServerToServerSettings, way: TokenWay, budget: CallBudget): ServerToServerTokens {
		const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
		return new ServerToServerTokens(this.states.get(key), this.creations, settings, way, budget);
	}
}

const ofThisProcess = new TokensOfProcess();

/** The tokens of a credential, of which all executions of this process know the same: see {@link TokensOfProcess.of}. */
export const tokensOf = ofThisProcess.of.bind(ofThisProcess);
