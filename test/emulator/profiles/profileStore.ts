import type { ProfileIdType } from '../contract';
import type { Readings } from '../readings';
import { StoredProfile, type AttributeSource, type Attributes } from './storedProfile';

/** Profiles live so long without activity (visitor profile lifetime page). */
const LIFETIME_MS = 14 * 24 * 60 * 60 * 1_000;

export interface ReadProfile {
	readonly attributes: Attributes;
	/** Milliseconds since 1970. */
	readonly modifiedAt: number;
}

/** All profiles of the emulated Target, in memory. Empty values are for the caller to leave out. */
export class ProfileStore {
	private readonly profiles: Record<ProfileIdType, Map<string, StoredProfile>> = {
		thirdPartyId: new Map(),
		pcId: new Map(),
		ecid: new Map(),
	};

	constructor(
		private readonly clock: () => number,
		private readonly readings: Pick<Readings, 'override' | 'updateRenews' | 'fetchLagMs' | 'strict'>,
	) {}

	read(idType: ProfileIdType, id: string): ReadProfile | undefined {
		return this.living(idType, id, this.clock())?.now();
	}

	/** Of all profiles; some may be gone that nobody has asked for since. */
	ids(idType: ProfileIdType): string[] {
		return [...this.profiles[idType].keys()];
	}

	/** As a fetch sees it, which may not have heard of the last changes. */
	readLate(idType: ProfileIdType, id: string): ReadProfile | undefined {
		const now = this.clock();
		const profile = this.living(idType, id, now);
		const { fetchLagMs } = this.readings;
		return fetchLagMs > 0 ? profile?.asOf(now - fetchLagMs) : profile?.now();
	}

	/** A page visit: makes the profile where there is none, settles what a v2 batch has set, adds the attributes. */
	visit(idType: ProfileIdType, id: string, attributes: Attributes = new Map()): void {
		const now = this.clock();
		const profile = this.living(idType, id, now) ?? this.begin(idType, id, now);
		profile.settle(attributes, now);
		profile.activeAt = now;
		// Whoever visits has his profile loaded.
		profile.forgetPast();
	}

	/**
	 * A single update or a row of a v1 batch: changes a profile that exists, and makes none.
	 *
	 * @param at when it arrived
	 * @returns whether there is such a profile
	 */
	update(idType: ProfileIdType, id: string, attributes: Attributes, at = this.clock()): boolean {
		const profile = this.living(idType, id, at);
		if (!profile) return false;
		profile.change(attributes, at);
		this.changed(profile, at);
		return true;
	}

	/**
	 * A row of a v2 batch: makes the profile where there is none. For a third-party ID it takes the place of the
	 * last v2 row unless a page visit came between (bulk profile update API page, considerations): of all of it, or of
	 * the attributes of the same names.
	 *
	 * @param at when it arrived
	 */
	updateOrCreate(idType: ProfileIdType, id: string, row: AttributeSource, at = this.clock()): void {
		const known = this.living(idType, id, at);
		const profile = known ?? this.begin(idType, id, at);
		const isKept = idType !== 'thirdPartyId' || this.readings.override === 'sameNames';
		if (known && isKept) profile.settle(new Map(), at);
		profile.override(row, at);
		// A row that was read strictly is within the limit by itself.
		if (known || !this.readings.strict) profile.cut();
		this.changed(profile, at);
	}

	private changed(profile: StoredProfile, at: number): void {
		if (this.readings.updateRenews) profile.activeAt = at;
		if (this.readings.fetchLagMs > 0) profile.remember(at, at - this.readings.fetchLagMs);
	}

	private begin(idType: ProfileIdType, id: string, at: number): StoredProfile {
		const profile = new StoredProfile(at);
		this.profiles[idType].set(id, profile);
		return profile;
	}

	private living(idType: ProfileIdType, id: string, at: number): StoredProfile | undefined {
		const profile = this.profiles[idType].get(id);
		if (profile === undefined || at - profile.activeAt <= LIFETIME_MS) return profile;
		this.profiles[idType].delete(id);
		return undefined;
	}
}
