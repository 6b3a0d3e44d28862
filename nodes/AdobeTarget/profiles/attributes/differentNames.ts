import { shown } from '../../shown';
import { InvalidProfile } from '../invalidProfile';
import { attributeName } from './attributeName';

/** @throws InvalidProfile when two names of the panel are of one attribute: only one of their values could be sent */
export function requireDifferentNames(names: readonly string[]): void {
	const known = new Set<string>();
	for (const name of names) {
		const attribute = attributeName(name);
		if (known.has(attribute)) {
			throw new InvalidProfile(
				`The attribute "${shown(attribute)}" is named twice`,
				'An attribute has one value, so each may be named once. A "profile." before a name does not make it another.',
			);
		}
		known.add(attribute);
	}
}
