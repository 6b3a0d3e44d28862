import type { ProfileIdType } from './contract';

type Attributes = ReadonlyMap<string, string>;

/** Attributes that are decoded only when somebody reads them, as a row of a batch is. */
interface AttributeSource {
	attributes(): Attributes;
}

interface StoredProfile {
	/** What page visits, single updates and v1 batches have set. Absent until then: an empty Map is 200 bytes. */
	settled?: Map<string, string>;
	/** What the last v2 batch has set and no page visit has settled yet. */
	unsettled: AttributeSource;
	modifiedAt: number;
}

export interface ReadProfile {
	readonly attributes: Attributes;
	/** Milliseconds since 1970. */
	readonly modifiedAt: number;
}

const NONE: Attributes = new Map();
const NOTHING_UNSETTLED: AttributeSource = { attributes: () => NONE };

/** All profiles of the emulated Target, in memory. Empty values are for the caller to leave out. */
export class ProfileStore {
	private readonly profiles: Record<ProfileIdType, Map<string, StoredProfile>> = {
		thirdPartyId: new Map(),
		pcId: new Map(),
		ecid: new Map(),
	};

	constructor(private readonly clock: () => number) {}

	read(idType: ProfileIdType, id: string): ReadProfile | undefined {
		const profile = this.profiles[idType].get(id);
		return profile && { attributes: allOf(profile), modifiedAt: profile.modifiedAt };
	}

	/** A page visit: makes the profile where there is none, settles what a v2 batch has set, adds the attributes. */
	visit(idType: ProfileIdType, id: string, attributes: Attributes = NONE): void {
		const profile = this.profiles[idType].get(id);
		const settled = new Map([...(profile ? allOf(profile) : NONE), ...attributes]);
		this.profiles[idType].set(id, { settled, unsettled: NOTHING_UNSETTLED, modifiedAt: this.clock() });
	}

	/**
	 * A single update or a row of a v1 batch: changes a profile that exists, and makes none.
	 *
	 * @returns whether there is such a profile
	 */
	update(idType: ProfileIdType, id: string, attributes: Attributes): boolean {
		const profile = this.profiles[idType].get(id);
		if (!profile) return false;
		profile.unsettled = without(profile.unsettled, attributes);
		profile.settled ??= new Map();
		for (const [name, value] of attributes) profile.settled.set(name, value);
		profile.modifiedAt = this.clock();
		return true;
	}

	/**
	 * A row of a v2 batch: makes the profile where there is none. For a third-party ID it takes the place of the
	 * last v2 row unless a page visit came between (bulk profile update API page, considerations).
	 */
	updateOrCreate(idType: ProfileIdType, id: string, row: AttributeSource): void {
		const profile = this.profiles[idType].get(id);
		if (!profile) {
			this.profiles[idType].set(id, { unsettled: row, modifiedAt: this.clock() });
			return;
		}
		if (idType !== 'thirdPartyId') profile.settled = allOf(profile);
		profile.unsettled = row;
		profile.modifiedAt = this.clock();
	}
}

function allOf(profile: StoredProfile): Map<string, string> {
	return new Map([...(profile.settled ?? NONE), ...profile.unsettled.attributes()]);
}

function without(source: AttributeSource, removed: Attributes): AttributeSource {
	if (source === NOTHING_UNSETTLED) return source;
	const left = new Map([...source.attributes()].filter(([name]) => !removed.has(name)));
	return left.size === 0 ? NOTHING_UNSETTLED : { attributes: () => left };
}
