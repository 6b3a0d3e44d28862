import { InvalidProfile } from './invalidProfile';

/** How Target knows the visitor: by the customer's own ID, or by the visitor ID that Target assigned (tntId, mboxPC). */
export type ProfileIdType = 'thirdPartyId' | 'pcId';

/** Adobe's pages name 60, 128 and 256 characters; the newest says 256, and no longer ID can work. */
export const MAX_ID_LENGTH = 256;

const LABELS: Record<ProfileIdType, string> = { thirdPartyId: 'third-party ID', pcId: 'PC ID' };

/**
 * Checks an ID and gives it as text. White space around it is kept: IDs are compared letter by letter.
 *
 * @param value what the panel or the field gave; numbers are common and fine
 * @throws InvalidProfile when it is missing, no text or number, too long, or when a third-party ID holds `+` or `/`,
 * which Adobe's profile API pages forbid
 */
export function checkProfileId(idType: ProfileIdType, value: unknown): string {
	const label = LABELS[idType];
	if (value === undefined || value === null || value === '') {
		throw new InvalidProfile(
			`The ${label} is missing`,
			'Every profile needs an ID. Check that the ID is taken from the right field or column, and that it holds a value here.',
		);
	}
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
		throw new InvalidProfile(
			`The ${label} is neither text nor a number`,
			'Choose a field that holds the ID itself, not an object or a list.',
		);
	}
	const id = String(value);
	if (id.trim() === '') {
		throw new InvalidProfile(`The ${label} holds only white space`, 'Every profile needs an ID.');
	}
	if (id.length > MAX_ID_LENGTH) {
		throw new InvalidProfile(
			`The ${label} is ${id.length} characters long; Target takes at most ${MAX_ID_LENGTH}`,
			'Check that the right field is used as ID.',
		);
	}
	if (idType === 'thirdPartyId' && /[+/]/.test(id)) {
		throw new InvalidProfile(
			`The third-party ID "${id}" holds a "+" or "/", which Target does not take in third-party IDs`,
			'Replace these characters in the same way in the page’s mbox3rdPartyId and here, for example by a URL-safe Base64 alphabet.',
		);
	}
	return id;
}
