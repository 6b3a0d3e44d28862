import { InvalidProfile } from '../invalidProfile';

/**
 * The name without the `profile.` that Adobe's pages write before it: the single update's form adds it by itself.
 *
 * @throws InvalidProfile when nothing is left of it
 */
export function attributeName(name: string): string {
	const plain = name.startsWith('profile.') ? name.slice('profile.'.length) : name;
	if (plain.trim() === '') {
		throw new InvalidProfile(
			'An attribute has no name',
			'Give each attribute a name, as Target shows it without "profile." before it.',
		);
	}
	return plain;
}
