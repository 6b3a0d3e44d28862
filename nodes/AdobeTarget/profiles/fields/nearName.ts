import { trimmedName } from '../trimmedName';

/** Dashes, underscores, dots, quotes, white space and what can't be seen: people write the same name with others, or none. */
const SEPARATORS = /[\p{Pd}\p{Pc}\s\p{Cf}."'`]/gu;

/** What people write between the names of a list, in place of commas. */
const OTHER_COMMAS = /[;|\n\t]/;

/** What two names have in common that were meant to be one: `customer_id` and `Customer ID`, `email` and `profile.Email`. */
export function looseName(name: string): string {
	const plain = trimmedName(name)
		.normalize('NFKC')
		.toLowerCase()
		.replace(/^(?:\$json|profile)\./, '');
	const letters = plain.replace(SEPARATORS, '');
	return letters === '' ? plain : letters;
}

/** How many dots a name has, which says how deep a part of an object lies. */
export function depthOf(name: string): number {
	return name.replace(/^profile\./i, '').split('.').length - 1;
}

/** The names that there are, to find the one that a name like it was meant to be. */
export class NearNames {
	private readonly byLoose = new Map<string, string[]>();

	constructor(names: Iterable<string>) {
		for (const name of names) {
			const loose = looseName(name);
			const alike = this.byLoose.get(loose);
			if (alike === undefined) this.byLoose.set(loose, [name]);
			else alike.push(name);
		}
	}

	/**
	 * One of the names that another one comes near to; undefined where none is like it. Where that is a list without commas,
	 * one that is in the list.
	 *
	 * @param name trimmed, and none of the names
	 * @param others names that are not looked at, as they are named by themselves
	 */
	of(name: string, others: ReadonlySet<string> = NO_NAMES): string | undefined {
		const loose = new Set([name, ...name.split(OTHER_COMMAS)].map(looseName));
		loose.delete('');
		return [...loose]
			.flatMap((one) => this.byLoose.get(one) ?? [])
			.find((other) => trimmedName(other) !== name && !others.has(other));
	}
}

const NO_NAMES: ReadonlySet<string> = new Set();
