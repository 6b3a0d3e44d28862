import type { ProfileIdType } from '../contract';
import { Refusal } from '../http/refusal';

/** In characters: 60, 128 or 256 depending on Adobe's page; the Target limits page, the newest, says 256. */
const LONGEST_THIRD_PARTY_ID = 256;

/**
 * Refuses an ID that cannot name a profile (single profile update API page: no `+` and no `/` in a third-party
 * ID). The location hint after the dot of a pcId is part of the ID.
 *
 * @throws Refusal
 */
export function requireProfileId(idType: ProfileIdType, id: string): void {
	if (id === '') throw new Refusal(`the ${idType} is empty`);
	if (idType !== 'thirdPartyId') return;
	if (/[+/]/.test(id)) throw new Refusal(`the thirdPartyId "${id}" contains "+" or "/"`);
	if (Array.from(id).length > LONGEST_THIRD_PARTY_ID) {
		throw new Refusal(`the thirdPartyId is longer than ${LONGEST_THIRD_PARTY_ID} characters`);
	}
}
