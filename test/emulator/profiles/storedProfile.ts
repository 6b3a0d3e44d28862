import type { ReadProfile } from './profileStore';

export type Attributes = ReadonlyMap<string, string>;

/** Attributes that are decoded only when somebody reads them, as a row of a batch is. */
export interface AttributeSource {
	attributes(): Attributes;
}

/** 64 KB, read as the smaller of its two meanings; beyond it the oldest attributes go (customer attributes page, issue 1). */
const PROFILE_BYTES = 64_000;

/** A value, and the place of its change among all changes of the profile. */
interface Value {
	readonly text: string;
	readonly change: number;
}

type Values = ReadonlyMap<string, Value>;

/** What the profile was. */
interface State {
	readonly settled: Values;
	readonly unsettled: AttributeSource;
	readonly modifiedAt: number;
}

const NO_VALUES: Values = new Map();
const NOTHING: AttributeSource = { attributes: () => new Map() };

/** One profile, with what has not been settled by a page visit apart. */
export class StoredProfile {
	/** What page visits, single updates and v1 batches have set. One map for all that have nothing. */
	private settled = NO_VALUES;

	/** What the last v2 batch has set and no page visit has settled yet. */
	private unsettled = NOTHING;

	private unsettledChange = 0;

	private changes = 0;

	/** When somebody last was there, in milliseconds since 1970. */
	activeAt: number;

	private modifiedAt: number;

	/** What a fetch may still see, oldest first; undefined where all see what is now. */
	private past: ReadonlyArray<State & { readonly at: number }> | undefined;

	constructor(at: number) {
		this.activeAt = at;
		this.modifiedAt = at;
	}

	now(): ReadProfile {
		return readingOf(this.state());
	}

	/** @returns undefined where there was none by then */
	asOf(time: number): ReadProfile | undefined {
		if (this.past === undefined) return this.now();
		const state = this.past.findLast(({ at }) => at <= time);
		return state && readingOf(state);
	}

	/** @param seen what is older than the last change by then, nobody sees any more */
	remember(at: number, seen: number): void {
		const past = this.past ?? [];
		const firstSeen = past.findLastIndex((state) => state.at <= seen);
		this.past = [...past.slice(Math.max(0, firstSeen)), { at, ...this.state() }];
	}

	/** What the profile is now, everybody sees. */
	forgetPast(): void {
		this.past = [{ at: -Infinity, ...this.state() }];
	}

	/** Makes what a v2 batch has set a part of the rest, and adds attributes. */
	settle(attributes: Attributes, at: number): void {
		const change = ++this.changes;
		this.settled = new Map([
			...this.values(),
			...[...attributes].map(([name, text]) => [name, { text, change }] as const),
		]);
		this.unsettled = NOTHING;
		this.modifiedAt = at;
		this.cut();
	}

	/** Sets attributes, whatever has set them before. */
	change(attributes: Attributes, at: number): void {
		const change = ++this.changes;
		const settled = new Map(this.settled);
		for (const [name, text] of attributes) settled.set(name, { text, change });
		this.settled = settled;
		this.unsettled = without(this.unsettled, attributes);
		this.modifiedAt = at;
		this.cut();
	}

	/** Takes a row of a v2 batch in the place of the last one. */
	override(row: AttributeSource, at: number): void {
		this.unsettled = row;
		this.unsettledChange = ++this.changes;
		this.modifiedAt = at;
	}

	/** Lets go of the oldest attributes where there are more than Target keeps. */
	cut(): void {
		const values = this.values();
		let bytes = 0;
		for (const [name, { text }] of values) bytes += Buffer.byteLength(name) + Buffer.byteLength(text);
		if (bytes <= PROFILE_BYTES) return;
		const kept = new Map(values);
		const gone = new Map<string, string>();
		for (const [name, { text }] of [...values].sort(([, a], [, b]) => a.change - b.change)) {
			if (bytes <= PROFILE_BYTES) break;
			bytes -= Buffer.byteLength(name) + Buffer.byteLength(text);
			kept.delete(name);
			gone.set(name, text);
		}
		this.unsettled = without(this.unsettled, gone);
		this.settled = new Map([...this.settled].filter(([name]) => kept.has(name)));
	}

	private state(): State {
		const { settled, unsettled, modifiedAt } = this;
		return { settled, unsettled, modifiedAt };
	}

	private values(): Values {
		if (this.unsettled === NOTHING) return this.settled;
		const change = this.unsettledChange;
		const unsettled = [...this.unsettled.attributes()].map(
			([name, text]) => [name, { text, change }] as const,
		);
		return new Map([...this.settled, ...unsettled]);
	}
}

function readingOf({ settled, unsettled, modifiedAt }: State): ReadProfile {
	const texts = [...settled].map(([name, { text }]) => [name, text] as const);
	return { attributes: new Map([...texts, ...unsettled.attributes()]), modifiedAt };
}

function without(source: AttributeSource, removed: Attributes): AttributeSource {
	if (source === NOTHING) return source;
	const left = new Map([...source.attributes()].filter(([name]) => !removed.has(name)));
	return left.size === 0 ? NOTHING : { attributes: () => left };
}
