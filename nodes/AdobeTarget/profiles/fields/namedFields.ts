import { namesOf, readField } from './fieldPath';
import type { FieldPath } from './fieldPath';
import { InsteadOf } from './insteadOf';
import type { ItemFields } from './itemFields';
import { NearNames } from './nearName';
import { DEEPEST_NAMED, isPlainObject, MOST_OF_ITEM } from './nestedNames';
import { trimmedName } from '../trimmedName';

/** The most names that are kept: of those that the panel gives, and of those that the rows have. */
const MOST_NAMES = 1_000;

/** Longer names, and what is within such fields, are not compared with the names of the panel. */
const LONGEST_NAME = 500;

/** A name that the panel gives. */
export interface NamedField {
	/** Where the panel gives it: "Exclude Fields". */
	readonly parameter: string;
	readonly path: FieldPath;
	/** What it may be called, as of {@link namesOf}. */
	readonly names: readonly string[];
	/** Whether a row has it. */
	isSeen: boolean;
}

/** A name that no row has. */
export interface UnknownField {
	readonly parameter: string;
	readonly name: string;
	/** A field that is there and has nearly this name. */
	readonly near: string | undefined;
	/** Whether other rows have it, and those without it have the near one instead. */
	readonly isInOthers: boolean;
}

/**
 * Finds the names of the panel that no row of a run has. As a rule such a field is written otherwise in the rows, so one
 * that was to be excluded would be sent. Rows need not have the same fields, so every row is looked at as long as a name
 * has not been seen.
 */
export class NamedFields {
	private readonly named = new Map<string, NamedField>();

	private readonly seen = new Set<string>();

	/** The names of the item that was looked at last, by their place in it. */
	private readonly places: Array<{ readonly before: string; readonly key: string; readonly name: string }> =
		[];

	/** Looks for excluded fields in each row. */
	private readonly excluded = new InsteadOf<NamedField>();

	private isDone = false;

	/** The names of fields that rows have, the first of them; those that were looked at while a name was missing. */
	get names(): ReadonlySet<string> {
		return this.seen;
	}

	/** Enters names of the panel. @returns those that are watched for: beyond a thousand, none is */
	watch(parameter: string, paths: readonly FieldPath[]): NamedField[] {
		return paths.flatMap((path) => {
			const key = `${parameter}: ${path.text}`;
			let field = this.named.get(key);
			if (field === undefined && this.named.size < MOST_NAMES) {
				field = { parameter, path, names: namesOf(path), isSeen: false };
				this.named.set(key, field);
			}
			return field ?? [];
		});
	}

	/** Enters names of fields that are not to be sent. @returns as {@link watch} */
	watchExcluded(parameter: string, paths: readonly FieldPath[]): NamedField[] {
		const fields = this.watch(parameter, paths);
		for (const field of fields) this.excluded.add(field);
		return fields;
	}

	/** What looks for some of them in an item. Once all are seen, it looks only for those that are excluded. */
	lookerFor(fields: readonly NamedField[]): (item: ItemFields) => void {
		let missing = fields;
		const hasExcluded = fields.some((field) => this.excluded.has(field));
		return (item) => {
			if (this.isDone) return;
			if (missing.length === 0 && !hasExcluded) return;
			if (missing.some(({ isSeen }) => isSeen)) missing = missing.filter(({ isSeen }) => !isSeen);
			try {
				let left = 0;
				for (const field of missing) {
					field.isSeen = readField(item.json, field.path) !== undefined;
					if (!field.isSeen) left++;
				}
				if (left > 0 && this.seen.size < MOST_NAMES) this.takeNames(item.json, item.keys(), '', 0, 0);
				if (hasExcluded) this.excluded.lookAt(item.json);
			} catch {
				// An item that can't be read is an error of its own.
			}
		};
	}

	/** Looks for all of them among the columns of a file. */
	lookAtColumns(header: readonly string[]): void {
		if (this.isDone) return;
		const names = header.map(trimmedName);
		for (const name of names) this.takeName(name);
		this.excluded.lookAtColumns(names);
		const columns = new Set(names);
		for (const field of this.named.values()) {
			field.isSeen ||= field.names.some((name) => columns.has(name));
		}
	}

	/**
	 * Those that no row has had, and excluded ones instead of which some row had another. Call it once all rows were
	 * looked at; after that no row is looked at any more.
	 */
	unknown(): UnknownField[] {
		this.isDone = true;
		const all = [...this.named.values()];
		// A field may have white space around its name; a part of an object has the names of all that it is within.
		for (const field of all) field.isSeen ||= field.names.some((name) => this.seen.has(name));
		// Whoever names a field and beside it other ways to write its name has named it.
		const handled = new Map<string, Set<string>>();
		for (const { parameter, names, isSeen } of all) {
			const others = handled.get(parameter) ?? new Set();
			if (isSeen) for (const name of names) others.add(name);
			handled.set(parameter, others);
		}
		const near = new NearNames(this.seen);
		return all.flatMap((field) => {
			const { parameter, path, names } = field;
			if (!field.isSeen) {
				const meant = near.of(names[1] ?? '', handled.get(parameter));
				return { parameter, name: path.text, near: meant, isInOthers: false };
			}
			const instead = this.excluded.of(field);
			return instead === undefined ? [] : { parameter, name: path.text, near: instead, isInOthers: true };
		});
	}

	private takeName(name: string): void {
		if (this.seen.size < MOST_NAMES && name.length <= LONGEST_NAME) this.seen.add(name);
	}

	/** @returns the place behind the last name, counted through all levels */
	private takeNames(
		holder: object,
		keys: readonly string[],
		before: string,
		level: number,
		from: number,
	): number {
		let place = from;
		for (const key of keys) {
			if (place === MOST_OF_ITEM) break;
			// Items have the same fields in the same order as a rule.
			let known = this.places[place];
			if (known?.key !== key || known.before !== before) {
				known = this.places[place] = { before, key, name: before + trimmedName(key) };
				this.takeName(known.name);
			}
			place++;
			if (known.name.length > LONGEST_NAME) continue;
			const value: unknown = Reflect.get(holder, key);
			if (typeof value !== 'object' || level === DEEPEST_NAMED || !isPlainObject(value)) continue;
			place = this.takeNames(value, Object.keys(value), `${known.name}.`, level + 1, place);
		}
		return place;
	}
}
