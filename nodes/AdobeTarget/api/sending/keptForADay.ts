import { clock } from '../clock';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What all executions of the process share, by a key. What was not used for a day is forgotten, with the next one that
 * is asked for: no timer runs for it.
 */
export class KeptForADay<Value extends { usedAt: number }> {
	/** Those that were asked for longest ago stand first. */
	private readonly entries = new Map<string, { readonly value: Value; readonly askedAt: number }>();

	/** @param make gives what is not known yet; it says by `usedAt` when it was last used, on {@link clock} */
	constructor(private readonly make: () => Value) {}

	get(key: string): Value {
		const now = clock.now();
		this.forgetOld(now);
		const value = this.entries.get(key)?.value ?? this.make();
		value.usedAt = now;
		this.entries.delete(key);
		this.entries.set(key, { value, askedAt: now });
		return value;
	}

	/** Looks at no others than those that were not asked for since a day: somebody may have asked for very many. */
	private forgetOld(now: number): void {
		for (const [key, { value, askedAt }] of this.entries) {
			if (now - askedAt <= DAY_MS) return;
			if (now - value.usedAt > DAY_MS) this.entries.delete(key);
		}
	}
}
