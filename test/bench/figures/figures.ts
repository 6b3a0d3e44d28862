/** What one run took. */
export interface Taken {
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** Megabytes resident at most while the nodes worked, above what was resident before them; n8n's process alone. */
	readonly peakMb?: number;
	/** How long the node held n8n's event loop at the longest, in milliseconds. */
	readonly holdMs?: number;
	/** What the server counted. */
	readonly requests?: number;
	readonly connections?: number;
	/** Of these, how many were one too many in a minute. */
	readonly refused?: number;
}

/** Where the figures of some runs lie. */
export interface Spread {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

/** What the runs of one contender took. */
export interface Figures {
	readonly contender: string;
	readonly rounds: number;
	/** How many profiles each run had: figures are compared for each profile where these differ. */
	readonly profiles: number;
	readonly seconds: Spread;
	readonly cpuSeconds: Spread;
	readonly peakMb?: Spread;
	readonly holdMs?: Spread;
	readonly requests?: number;
	readonly connections?: number;
	/** Of these, how many were one too many in a minute. */
	readonly refused?: number;
}

/** What runs in n8n took on average, and at most of memory and of the event loop. @param runs at least one */
export function meanOf(runs: readonly Taken[]): Taken {
	const mean = (read: (taken: Taken) => number) =>
		runs.reduce((sum, taken) => sum + read(taken), 0) / runs.length;
	return {
		...runs[0],
		seconds: mean(({ seconds }) => seconds),
		cpuSeconds: mean(({ cpuSeconds }) => cpuSeconds),
		peakMb: Math.max(...runs.map(({ peakMb = 0 }) => peakMb)),
		...(runs[0]?.holdMs !== undefined && { holdMs: Math.max(...runs.map(({ holdMs = 0 }) => holdMs)) }),
	};
}

/** @throws RangeError when there was no run */
export function figuresOf(contender: string, profiles: number, runs: readonly Taken[]): Figures {
	const [first] = runs;
	if (first === undefined) throw new RangeError(`"${contender}" was never run`);
	const spread = (read: (taken: Taken) => number | undefined) =>
		spreadOf(runs.map(read).filter((value) => value !== undefined));
	const { requests, connections } = first;
	return {
		contender,
		rounds: runs.length,
		profiles,
		seconds: spread(({ seconds }) => seconds),
		cpuSeconds: spread(({ cpuSeconds }) => cpuSeconds),
		...(first.peakMb !== undefined && { peakMb: spread(({ peakMb }) => peakMb) }),
		...(first.holdMs !== undefined && { holdMs: spread(({ holdMs }) => holdMs) }),
		...(requests !== undefined && { requests }),
		...(connections !== undefined && { connections }),
		...(first.refused !== undefined && { refused: Math.max(...runs.map(({ refused = 0 }) => refused)) }),
	};
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
	return { median: (low + high) / 2, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

/** How much one takes of what another takes, for each profile; medians. */
export function ratio(
	one: Figures | undefined,
	other: Figures | undefined,
	of: 'seconds' | 'cpuSeconds' | 'peakMb' = 'seconds',
): number | undefined {
	const [a, b] = [one?.[of]?.median, other?.[of]?.median];
	if (!one || !other || a === undefined || b === undefined) return undefined;
	const perProfile = of === 'peakMb' ? 1 : other.profiles / one.profiles;
	return Math.round((a / b) * perProfile * 1_000) / 1_000;
}
