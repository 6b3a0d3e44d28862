/** Attributes of one profile, name → value. */
export type Attributes = Readonly<Record<string, string>>;

export interface Difference {
	readonly profileId: string;
	readonly attribute: string;
	/** Undefined: was not sent. */
	readonly sent: string | undefined;
	/** Undefined: Target does not hold it. */
	readonly held: string | undefined;
}

export interface Comparison {
	/** Number of values compared. */
	readonly values: number;
	readonly different: readonly Difference[];
}

/**
 * Compares what was sent with what Target holds: every value of every profile, and that Target holds nothing more.
 *
 * @param sent profile ID → attributes
 * @param held the same; a profile that Target does not know is missing
 */
export function compareProfiles(
	sent: ReadonlyMap<string, Attributes>,
	held: ReadonlyMap<string, Attributes>,
): Comparison {
	const different: Difference[] = [];
	let values = 0;
	for (const profileId of new Set([...sent.keys(), ...held.keys()])) {
		const [from, to] = [new Map(entries(sent, profileId)), new Map(entries(held, profileId))];
		for (const attribute of new Set([...from.keys(), ...to.keys()])) {
			values += 1;
			if (from.get(attribute) !== to.get(attribute)) {
				different.push({ profileId, attribute, sent: from.get(attribute), held: to.get(attribute) });
			}
		}
	}
	return { values, different };
}

function entries(profiles: ReadonlyMap<string, Attributes>, profileId: string): Array<[string, string]> {
	return Object.entries(profiles.get(profileId) ?? {});
}
