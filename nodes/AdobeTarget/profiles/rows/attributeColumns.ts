import { TooManyAttributes } from '../attributes/tooManyAttributes';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { percentEncode } from '../percentEncoding';
import type { ProfileIdType } from '../profileId';
import { breakIn } from '../breaks';
import { shown } from '../../shown';

/** The most different attributes that the valid rows of a run may have; a profile of 64 KB holds a part of them. */
export const MOST_ATTRIBUTES = 10_000;

/** The most that their names may take together. */
const MOST_NAME_BYTES = 1_000_000;

/** Target keeps 64 KB per visitor, names included. */
const LONGEST_NAME = 64_000;

/** Names that an error quotes. */
const MOST_NAMED = 3;

/**
 * The attribute names of a run, each with a number from 0: a row names its cells by these numbers, and each batch
 * picks the columns that its own rows use. Names are kept for the whole run, so there is a bound to them; those of a row
 * that turns out to be invalid are forgotten.
 */
export class AttributeColumns {
	private readonly numbers = new Map<string, number>();

	private readonly names: string[] = [];

	/** The number that was asked for last. */
	private last = -1;

	private readonly encoded: string[] = [];

	private readonly sizes: number[] = [];

	/** How many names, counted from the first, are kept. */
	private kept = 0;

	/** @param idType the name of the ID's column, which no attribute can have beside it */
	constructor(private readonly idType: ProfileIdType) {}

	/** The size of all names together in UTF-8, before encoding. */
	bytesOfAllNames = 0;

	/**
	 * The number of a name; a new name gets the next one.
	 *
	 * @throws InvalidProfile when the name can't be encoded, is too long, holds a comma or a line end, or is that of the ID's column
	 */
	numberOf(name: string): number {
		// Rows name their attributes in the same order as a rule.
		if (this.names[this.last + 1] === name) return ++this.last;
		const known = this.numbers.get(name);
		if (known !== undefined) return (this.last = known);
		if (name === this.idType) {
			throw new InvalidProfile(...say(MESSAGES.nameOfId, { attribute: name }));
		}
		if (name.length > LONGEST_NAME) {
			throw new InvalidProfile(...say(MESSAGES.nameTooLong, { length: name.length }));
		}
		const found = breakIn(name);
		if (found !== undefined) {
			throw new InvalidProfile(...say(MESSAGES.nameWithBreak, { attribute: shown(name), character: found }));
		}
		const column = this.encoded.push(percentEncode(name, 'An attribute name')) - 1;
		this.numbers.set(name, column);
		this.names.push(name);
		const size = Buffer.byteLength(name);
		this.sizes.push(size);
		this.bytesOfAllNames += size;
		return (this.last = column);
	}

	/**
	 * Keeps the names that came since the last call, as their row is valid.
	 *
	 * @throws TooManyAttributes when there are more of them than a run may have
	 */
	keep(): void {
		const { names } = this;
		if (names.length === this.kept) return;
		if (names.length > MOST_ATTRIBUTES) {
			throw new TooManyAttributes(
				...say(MESSAGES.tooManyAttributes, { most: MOST_ATTRIBUTES, names: this.newest() }),
			);
		}
		if (this.bytesOfAllNames > MOST_NAME_BYTES) {
			throw new TooManyAttributes(
				...say(MESSAGES.namesTooLarge, { most: MOST_NAME_BYTES, names: this.newest() }),
			);
		}
		this.kept = names.length;
	}

	/** Forgets the names that came since the last call of {@link keep}, as their row is invalid. */
	forget(): void {
		if (this.names.length === this.kept) return;
		for (const name of this.names.splice(this.kept)) this.numbers.delete(name);
		for (const size of this.sizes.splice(this.kept)) this.bytesOfAllNames -= size;
		this.encoded.length = this.kept;
		this.last = -1;
	}

	/** As {@link numberOf}, and keeps the name: it is of a header. @throws TooManyAttributes as {@link keep} */
	keptNumberOf(name: string): number {
		const number = this.numberOf(name);
		this.keep();
		return number;
	}

	/** The name as Target shows it. */
	name(column: number): string {
		return this.names[column] ?? '';
	}

	/** The name as a header has it: percent-encoded. */
	encodedName(column: number): string {
		return this.encoded[column] ?? '';
	}

	/** The name's size in UTF-8, before encoding. */
	nameBytes(column: number): number {
		return this.sizes[column] ?? 0;
	}

	/** The names that came last are those that are too many. */
	private newest(): string {
		return this.names
			.slice(-MOST_NAMED)
			.map((name) => `"${shown(name)}"`)
			.join(', ');
	}
}
