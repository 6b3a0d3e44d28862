import { shown } from '../../shown';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { attributeName } from './attributeName';

/** @throws InvalidProfile when two names of the panel are of one attribute: only one of their values could be sent */
export function requireDifferentNames(names: readonly string[]): void {
	const known = new Set<string>();
	for (const name of names) {
		const attribute = attributeName(name);
		if (known.has(attribute)) {
			throw new InvalidProfile(...say(MESSAGES.namedTwice, { attribute: shown(attribute) }));
		}
		known.add(attribute);
	}
}
