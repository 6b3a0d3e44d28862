import { clock } from '../clock';
import { MESSAGES, PAUSE } from './messages';
import { fill, say } from '../../say';
import { TargetError } from '../targetError';

/** A flight takes a minute at most, beside the waiting that Adobe asks for. */
const LONGEST_MS = 60_000;

/** Waiting that Adobe asks for by `Retry-After` is followed up to here in all, so that no flight takes two minutes. */
const LONGEST_ASKED_MS = 50_000;

/** The time that a flight for a token has. When it is up, the flight is aborted. */
export class FlightTime {
	private end = clock.now() + LONGEST_MS;

	/** How long answers have asked to wait, in all. */
	private asked = 0;

	private isOver = false;

	private callOff: () => void;

	constructor(private readonly ending: AbortController) {
		this.callOff = this.setAlarm();
	}

	/**
	 * Gives the flight the time that an answer asks to wait.
	 *
	 * @returns the error as it is to be thrown: final where it asks for more than is followed
	 */
	grant(error: unknown): unknown {
		if (!(error instanceof TargetError) || error.retryAfterMs === undefined) return error;
		const { retryAfterMs } = error;
		this.asked += retryAfterMs;
		if (this.asked > LONGEST_ASKED_MS) {
			const seconds = Math.ceil(retryAfterMs / 1_000);
			return error.final(PAUSE.tooLong, fill(PAUSE.asked, { seconds }));
		}
		this.end += retryAfterMs;
		this.callOff();
		this.callOff = this.setAlarm();
		return error;
	}

	/** Waits for a turn among the account's calls, which takes none of the flight's time. */
	async besides<Result>(wait: () => Promise<Result>): Promise<Result> {
		const began = clock.now();
		this.callOff();
		try {
			return await wait();
		} finally {
			this.end += clock.now() - began;
			if (!this.isOver) this.callOff = this.setAlarm();
		}
	}

	/** The flight is over. */
	stop(): void {
		this.isOver = true;
		this.callOff();
	}

	private setAlarm(): () => void {
		return clock.after(this.end - clock.now(), () => {
			this.ending.abort(new TargetError(...say(MESSAGES.notInTime)));
		});
	}
}
