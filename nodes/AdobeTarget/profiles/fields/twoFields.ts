import { InvalidProfile } from '../invalidProfile';
import { shown } from '../../shown';

/** Why an item can't be sent in which two fields give one attribute different values: one of them would be lost. */
export function twoFields(attribute: string, first: string, second: string): InvalidProfile {
	return new InvalidProfile(
		first === second
			? `The field "${shown(first)}" gives the attribute "${shown(attribute)}" two values`
			: `The fields "${shown(first)}" and "${shown(second)}" both give the attribute "${shown(attribute)}" a value`,
		'An attribute has one value. Rename one of the fields before this node, or leave it out.',
	);
}
