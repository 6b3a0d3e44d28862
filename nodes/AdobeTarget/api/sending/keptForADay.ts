import { clock } from '../clock';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What all executions of the process share, by a key. What was not used for a day is forgotten, with the next one that
 * is asked for: no timer runs for it.
 */
export class KeptForADay<Value extends { usedAt: number }> {
	private readonly values = new Map<string, Value>();

	/** @param make gives what is not known yet; it says by `usedAt` when it was last used, on {@link clock} */
	constructor(private readonly make: () => Value) {}

	get(key: string): Value {
		const now = clock.now();
		for (const [known, { usedAt }] of this.values) {
			if (now - usedAt > DAY_MS) this.values.delete(known);
		}
		const value = this.values.get(key) ?? this.make();
		this.values.set(key, value);
		value.usedAt = now;
		return value;
	}
}
