import type { Attribute } from './attributes';
import { InvalidProfile } from '../invalidProfile';
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
	if (byName.size === 0) {
		throw new InvalidProfile(
			'No attribute of this item has a value',
			'Target ignores empty values and never clears an attribute by them, so there is nothing to send. Check the attributes’ fields, or filter such items out before this node.',
		);
	}
	const fields = [`${ID_FIELDS[idType]}=${percentEncode(id, 'The ID')}`];
	for (const [name, value] of byName) {
		fields.push(
			`profile.${percentEncode(name, 'An attribute name')}=${percentEncode(value, 'The attribute', name)}`,
		);
	}
	const body = fields.join('&');
	if (body.length > MAX_FORM_BYTES) {
		throw new InvalidProfile(
			`The update is ${body.length} bytes large once encoded; Target takes at most ${MAX_FORM_BYTES}`,
			'Send fewer or shorter attributes per item, or use Bulk Update Profiles, which takes up to 64 KB of data per profile.',
		);
	}
	return { body, attributes: byName.size };
}
