import { readField } from './fieldPath';
import type { FieldPath } from './fieldPath';
import { trimmedName } from '../trimmedName';
import { twoFields } from './twoFields';
import { unreadableField } from './unreadableField';

/** Fields that are looked at for an error. For 200,000 it takes V8 30 ms, and no sentence quotes as many. */
const MOST_LOOKED_AT = 1_000;

/** The fields of one item by what the panel calls them: without what nobody sees around their names. */
export class ItemFields {
	/** Whether a field has white space around its name; looked for once a field is missing. */
	private hasUntrimmed: boolean | undefined;

	/** The names of all fields, listed once: of 200,000, V8 takes 50 ms for that. */
	private listed: readonly string[] | undefined;

	constructor(readonly json: object) {}

	/**
	 * As {@link readField}, also where names have white space around them: those without win.
	 *
	 * @throws InvalidProfile also when two of them differ in nothing else, and hold different values
	 */
	read(path: FieldPath): unknown {
		const value = readField(this.json, path);
		if (value !== undefined) return value;
		try {
			this.hasUntrimmed ??= this.keys().some((field) => trimmedName(field) !== field);
			if (!this.hasUntrimmed && path.keys.length < 2) return undefined;
			return valueOf(this.json, path.text) ?? valueAt(this.json, path.keys);
		} catch (error) {
			throw unreadableField(path.text, error);
		}
	}

	/** The names of all of them. @throws what is thrown when they are listed */
	keys(): readonly string[] {
		return (this.listed ??= Object.keys(this.json));
	}

	/** The names of those that hold something; of very many the later ones are not looked at. @throws InvalidProfile when reading one throws */
	names(): string[] {
		try {
			return this.keys().filter(
				(field, index) => index >= MOST_LOOKED_AT || Reflect.get(this.json, field) !== undefined,
			);
		} catch (error) {
			throw unreadableField('', error);
		}
	}
}

function valueAt(json: object, keys: readonly string[]): unknown {
	let value: unknown = json;
	for (const key of keys) {
		if (typeof value !== 'object' || value === null) return undefined;
		const exact: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
		value = exact ?? valueOf(value, key);
	}
	return value === json ? undefined : value;
}

/** What the field holds whose name is this one with white space around it. */
function valueOf(holder: object, name: string): unknown {
	let first: string | undefined;
	let value: unknown;
	for (const field in holder) {
		if (!Object.hasOwn(holder, field) || trimmedName(field) !== name) continue;
		const held: unknown = Reflect.get(holder, field);
		// What is not sent is in nobody's way.
		if (held === undefined || held === null || held === '') {
			if (first === undefined) value ??= held;
			continue;
		}
		if (first !== undefined && held !== value) throw twoFields(name, first, field);
		first ??= field;
		value = held;
	}
	return value;
}
