import { InvalidProfile } from './invalidProfile';
import { percentEncode } from './percentEncoding';
import type { ProfileIdType } from './profileId';

/**
 * The attribute names of a run, each with a number from 0: a row names its cells by these numbers, and each batch
 * picks the columns that its own rows use.
 */
export class AttributeColumns {
	private readonly numbers = new Map<string, number>();

	private readonly names: string[] = [];

	/** The number that was asked for last. */
	private last = -1;

	private readonly encoded: string[] = [];

	private readonly sizes: number[] = [];

	/** @param idType the name of the ID's column, which no attribute can have beside it */
	constructor(private readonly idType: ProfileIdType) {}

	/** The size of all names together in UTF-8, before encoding. */
	bytesOfAllNames = 0;

	/**
	 * The number of a name; a new name gets the next one.
	 *
	 * @throws InvalidProfile when the name can't be encoded, or is that of the ID's column
	 */
	numberOf(name: string): number {
		// Rows name their attributes in the same order as a rule.
		if (this.names[this.last + 1] === name) return ++this.last;
		const known = this.numbers.get(name);
		if (known !== undefined) return (this.last = known);
		if (name === this.idType) {
			throw new InvalidProfile(
				`An attribute can’t have the name "${name}", as the column of the ID has it`,
				'Leave this field out (Exclude Fields), or map it to an attribute of another name.',
			);
		}
		const column = this.encoded.push(percentEncode(name, 'An attribute name')) - 1;
		this.numbers.set(name, column);
		this.names.push(name);
		const size = Buffer.byteLength(name);
		this.sizes.push(size);
		this.bytesOfAllNames += size;
		return (this.last = column);
	}

	/** The name as a header has it: percent-encoded. */
	encodedName(column: number): string {
		return this.encoded[column] ?? '';
	}

	/** The name's size in UTF-8, before encoding. */
	nameBytes(column: number): number {
		return this.sizes[column] ?? 0;
	}
}
