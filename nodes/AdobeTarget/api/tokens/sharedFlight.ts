import { unlessAborted } from '../onAbort';

/** What a flight comes to: a token, or that the Admin API calls the refused one valid. */
export type FlightResult = { readonly token: string } | 'refusedIsValid';

/** A flight for a token that several may wait for. It is aborted when nobody waits for it any longer. */
export class SharedFlight {
	private readonly result: Promise<FlightResult>;

	private readonly ending = new AbortController();

	private waiting = 0;

	private isOver = false;

	/** @param refused the token that is to be replaced; undefined where one is needed at all */
	constructor(
		readonly refused: string | undefined,
		run: (ending: AbortController) => Promise<FlightResult>,
	) {
		this.result = unlessAborted(run(this.ending), this.ending.signal).finally(() => {
			this.isOver = true;
		});
		// It may fail when all who waited for it have been stopped.
		this.result.catch(() => undefined);
	}

	get isUnderWay(): boolean {
		return !this.isOver && !this.ending.signal.aborted;
	}

	/** @throws what the flight throws; the signal's reason as soon as it is aborted, which leaves the flight to others */
	async join(signal: AbortSignal | undefined): Promise<FlightResult> {
		this.waiting++;
		try {
			return await unlessAborted(this.result, signal);
		} finally {
			this.waiting--;
			if (this.waiting === 0) this.ending.abort();
		}
	}
}
