/** Names of fields, and of parts of them, that are no attributes. */
export class ExcludedNames {
	private readonly names: ReadonlySet<string>;

	private readonly lengths: ReadonlySet<number>;

	constructor(names: Iterable<string>) {
		this.names = new Set(names);
		this.lengths = new Set(Array.from(this.names, (name) => name.length));
	}

	/** To look up a name takes as long as it is, and parts of parts have long ones; few are as long as one of these. */
	has(name: string): boolean {
		return this.lengths.has(name.length) && this.names.has(name);
	}
}
