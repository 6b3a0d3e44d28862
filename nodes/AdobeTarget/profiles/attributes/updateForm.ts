import type { Attribute } from './attributes';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { percentEncode } from '../percentEncoding';
import type { ProfileIdType } from '../profileId';

/** "60 KB for POST" (single profile API page). Whether that is 60,000 or 61,440 bytes is not said: stay at the smaller. */
export const MAX_FORM_BYTES = 60_000;

const ID_FIELDS: Record<ProfileIdType, string> = { thirdPartyId: 'mbox3rdPartyId', pcId: 'mboxPC' };

/**
 * The parameters of a single profile update: `mbox3rdPartyId=…&profile.<name>=<value>…`, URL-encoded UTF-8.
 *
 * Of two attributes with one name, which have the same value by then, one is sent.
 *
 * @throws InvalidProfile when there is no attribute to send, a text can't be encoded, or they are too large
 */
export function buildUpdateForm(
	idType: ProfileIdType,
	id: string,
	attributes: readonly Attribute[],
): { body: string; attributes: number } {
	const byName = new Map(attributes);
	if (byName.size === 0) throw new InvalidProfile(...say(MESSAGES.noValues));
	const fields = [`${ID_FIELDS[idType]}=${percentEncode(id, 'The ID')}`];
	for (const [name, value] of byName) {
		fields.push(
			`profile.${percentEncode(name, 'An attribute name')}=${percentEncode(value, 'The attribute', name)}`,
		);
	}
	const body = fields.join('&');
	if (body.length > MAX_FORM_BYTES) {
		throw new InvalidProfile(...say(MESSAGES.updateTooLarge, { bytes: body.length, most: MAX_FORM_BYTES }));
	}
	return { body, attributes: byName.size };
}
