import { depthOf, looseName } from './nearName';
import { DEEPEST_NAMED, isPlainObject, MOST_OF_ITEM } from './nestedNames';
import { trimmedName } from '../trimmedName';

/** A field that is not to be sent, by the names that it may have. */
interface ExcludedField {
	readonly names: readonly string[];
}

/** A name of a row. Rows have the same names in the same order as a rule, so it is known by its place. */
interface Place<Field> {
	readonly before: string;
	readonly key: string;
	readonly name: string;
	/** The field that is called so, or nearly so; undefined of nearly all names. */
	readonly field: Field | undefined;
	readonly isNear: boolean;
	/** Whether parts of it, if it is an object, may be fields by their own names: see {@link PROFILE}. */
	readonly isProfile: boolean;
}

/** It is taken off the names of attributes: `profile.email` becomes `email`. Written otherwise, it is meant all the same. */
const PROFILE = 'profile';

/**
 * Finds rows that lack an excluded field, and have one of nearly its name instead, which would be sent. A field that
 * stands beside the excluded one in some row is a field of its own; so is one that lies at another depth within objects.
 */
export class InsteadOf<Field extends ExcludedField> {
	private readonly exact = new Map<string, Field>();

	private readonly near = new Map<string, Field>();

	/** Whether one of the fields is a part of an object. */
	private hasParts = false;

	/** Names that come near to a field's, and stand beside it in a row. */
	private readonly beside = new Map<Field, Set<string>>();

	/** Names that come near to a field's, and stand in a row without it. */
	private readonly instead = new Map<Field, Set<string>>();

	private readonly places: Array<Place<Field>> = [];

	/** How many names of the row that is looked at come near to a field's. */
	private nearNames = 0;

	has(field: Field): boolean {
		return [...this.exact.values()].includes(field);
	}

	add(field: Field): void {
		for (const name of field.names) {
			this.exact.set(name, field);
			this.near.set(keyOf(name), field);
			this.hasParts ||= depthOf(name) > 0;
		}
	}

	/**
	 * Looks at the names of an item. To save time, values are looked at only where a part of an object is excluded, and
	 * where parts of an object become attributes of plain names.
	 */
	lookAt(json: object): void {
		this.nearNames = 0;
		const end = this.walk(json, '', 0, 0);
		if (this.nearNames > 0) this.judge(this.places.slice(0, end));
	}

	/** Looks at the names of the columns of a file, which are trimmed. */
	lookAtColumns(names: readonly string[]): void {
		this.judge(names.map((name) => this.placeOf('', name)));
	}

	/** The first name that stands in a row in place of a field; undefined where none does. */
	of(field: Field): string | undefined {
		const beside = this.beside.get(field);
		return [...(this.instead.get(field) ?? [])].find((name) => beside?.has(name) !== true);
	}

	/** @returns the place behind the last name, counted through all levels */
	private walk(holder: object, before: string, level: number, from: number): number {
		let place = from;
		for (const key in holder) {
			if (place === MOST_OF_ITEM) break;
			let known = this.places[place];
			if (known?.key !== key || known.before !== before)
				known = this.places[place] = this.placeOf(before, key);
			place++;
			if (known.isNear) this.nearNames++;
			if (!(this.hasParts || known.isProfile) || level === DEEPEST_NAMED) continue;
			const value: unknown = Reflect.get(holder, key);
			if (isPlainObject(value)) place = this.walk(value, `${known.name}.`, level + 1, place);
		}
		return place;
	}

	private placeOf(before: string, key: string): Place<Field> {
		const name = before + trimmedName(key);
		const exact = this.exact.get(name);
		const field = exact ?? this.near.get(keyOf(name));
		const isNear = exact === undefined && field !== undefined;
		return { before, key, name, field, isNear, isProfile: name.toLowerCase() === PROFILE };
	}

	private judge(row: ReadonlyArray<Place<Field>>): void {
		for (const { field, name, isNear } of row) {
			if (field === undefined || !isNear) continue;
			const isBeside = row.some((other) => other.field === field && !other.isNear);
			const names = isBeside ? this.beside : this.instead;
			names.set(field, (names.get(field) ?? new Set()).add(name));
		}
	}
}

/** The same for names that come near to each other. */
function keyOf(name: string): string {
	return `${depthOf(name)} ${looseName(name)}`;
}
