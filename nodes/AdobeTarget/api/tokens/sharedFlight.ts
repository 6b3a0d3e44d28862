import { unlessAborted } from '../onAbort';

/** What a flight comes to: a token, or that the refused one is called valid. */
export type Landing = { readonly token: string } | 'refusedIsValid';

/** A flight for a token that several may wait for. It is aborted when nobody waits for it any longer. */
export class SharedFlight {
	private readonly landing: Promise<Landing>;

	private readonly ending = new AbortController();

	private waiting = 0;

	private hasLanded = false;

	/** @param refused the token that is to be replaced; undefined where one is needed at all */
	constructor(
		readonly refused: string | undefined,
		fly: (ending: AbortController) => Promise<Landing>,
	) {
		this.landing = unlessAborted(fly(this.ending), this.ending.signal).finally(() => {
			this.hasLanded = true;
		});
		// It may fail when all who waited for it have been stopped.
		this.landing.catch(() => undefined);
	}

	get isUnderWay(): boolean {
		return !this.hasLanded && !this.ending.signal.aborted;
	}

	/** @throws what the flight throws; the signal's reason as soon as it is aborted, which leaves the flight to others */
	async join(signal: AbortSignal | undefined): Promise<Landing> {
		this.waiting++;
		try {
			return await unlessAborted(this.landing, signal);
		} finally {
			this.waiting--;
			if (this.waiting === 0) this.ending.abort();
		}
	}
}
