import { clock } from '../../clock';

/** One sleep at a time until something is to be done. */
export class Alarm {
	/** When the sleep ends by itself, and what ends it before. */
	private set: { readonly at: number; readonly stop: AbortController } | undefined;

	/** @param ring what is done when the time has come */
	constructor(private readonly ring: () => void) {}

	/** Rings at a time, or before it where that was asked for earlier; never at Infinity. */
	setBy(at: number, now: number): void {
		if (this.set !== undefined && this.set.at <= at) return;
		this.callOff();
		if (at === Infinity) return;
		const set = { at, stop: new AbortController() };
		this.set = set;
		clock.sleep(Math.ceil(at - now), set.stop.signal).then(
			() => {
				if (this.set === set) this.set = undefined;
				this.ring();
			},
			// Another one is set, or nobody waits any more.
			() => undefined,
		);
	}

	callOff(): void {
		this.set?.stop.abort();
		this.set = undefined;
	}
}
