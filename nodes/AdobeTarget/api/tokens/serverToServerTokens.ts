import { createHash } from 'node:crypto';

import { clock } from '../clock';
import type { ServerToServerSettings } from '../imsToken';
import { KeptForADay } from '../sending/keptForADay';
import { TargetError } from '../targetError';
import type { TokenSource } from '../tokenSource';
import type { Transport } from '../transport';
import { Creations } from './creations';
import { SharedFlight } from './sharedFlight';
import { fly, signedIn } from './tokenFlight';
import { emptyState, isFresh } from './tokenState';
import type { TokenState } from './tokenState';

/** Who asks for tokens: by which credential, and which way his flights go. */
interface TokenWay {
	readonly settings: ServerToServerSettings;
	/** Makes the way to Adobe for one flight, which closes it. */
	readonly open: () => Transport;
	/** Whether that way goes through n8n's SSRF filter. */
	readonly isFiltered: boolean;
}

/**
 * The profile token of an account, by OAuth server-to-server. What is known is kept in the process; however many ask,
 * one flight goes at a time. Settings and way are the asker's own, and are kept no longer than his flight.
 */
export class ServerToServerTokens implements TokenSource {
	constructor(
		private readonly state: TokenState,
		private readonly creations: Creations,
		private readonly way: TokenWay,
	) {}

	get expiresAt(): number | undefined {
		return this.state.profile?.expiresAt;
	}

	async current(signal?: AbortSignal): Promise<string> {
		return await this.other(undefined, signal);
	}

	async renewed(refused: string, signal?: AbortSignal): Promise<string> {
		return await this.other(refused, signal);
	}

	/** Asks the Admin API something else, signed in; once, without trying again. */
	async askAdminApi<Result>(
		transport: Transport,
		ask: (transport: Transport, settings: ServerToServerSettings, signIn: string) => Promise<Result>,
	): Promise<Result> {
		this.state.usedAt = clock.now();
		return await signedIn(this.state, transport, this.way.settings, ask);
	}

	/** A token that is not the refused one: what is known, or what a flight brings. */
	private async other(refused: string | undefined, signal: AbortSignal | undefined): Promise<string> {
		const { state } = this;
		for (;;) {
			signal?.throwIfAborted();
			state.usedAt = clock.now();
			// Another execution may have been quicker.
			if (isFresh(state.profile) && state.profile.token !== refused) return state.profile.token;
			if (refused !== undefined && this.isCalledValid(refused)) throw calledValid();
			const flight = this.flight(refused);
			const landing = await flight.join(signal);
			if (landing !== 'refusedIsValid') {
				if (landing.token !== refused) return landing.token;
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

	/** The flight that is under way, or one that begins now. A caller with an SSRF filter joins none without. */
	private flight(refused: string | undefined): SharedFlight {
		const { state, creations, way } = this;
		const underWay = state.flights.get(way.isFiltered);
		if (underWay?.isUnderWay) return underWay;
		const { settings, open } = way;
		const flight = new SharedFlight(refused, async (ending) => {
			try {
				return await fly({ settings, open, state, creations, refused }, ending);
			} finally {
				if (state.flights.get(way.isFiltered) === flight) state.flights.delete(way.isFiltered);
			}
		});
		state.flights.set(way.isFiltered, flight);
		return flight;
	}
}

function calledValid(): TargetError {
	return new TargetError(
		'Target refused the profile token that Adobe’s Admin API gives as valid',
		'The client code and the tenant ID of the credential may belong to different accounts. A token that was made a moment ago may also take a minute to work.',
		{ status: 401 },
	);
}

/** The tokens that a process knows. */
export class TokensOfProcess {
	/** By a hash of the settings: what is known holds no secret of the credential. */
	private readonly states = new KeptForADay(emptyState);

	private readonly creations = new Creations();

	/**
	 * The tokens of a credential, for one who asks.
	 *
	 * @param open makes the way to Adobe for one flight, which closes it
	 * @param isFiltered whether that way goes through n8n's SSRF filter
	 */
	of(settings: ServerToServerSettings, open: () => Transport, isFiltered: boolean): ServerToServerTokens {
		const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
		return new ServerToServerTokens(this.states.get(key), this.creations, { settings, open, isFiltered });
	}
}

const ofThisProcess = new TokensOfProcess();

/** The tokens of a credential, of which all executions of this process know the same: see {@link TokensOfProcess.of}. */
export const tokensOf = ofThisProcess.of.bind(ofThisProcess);
