import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { shown } from '../../shown';

/** Why an item can't be sent in which two fields give one attribute different values: one of them would be lost. */
export function twoFields(attribute: string, first: string, second: string): InvalidProfile {
	const names = { attribute: shown(attribute), first: shown(first), second: shown(second) };
	return new InvalidProfile(
		...(first === second
			? say(MESSAGES.twoValues, { attribute: names.attribute, field: names.first })
			: say(MESSAGES.twoFields, names)),
	);
}
