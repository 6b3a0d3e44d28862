import { json, notFoundPage, type Answer } from '../http/answers';
import type { ProfileIdType } from '../contract';
import type { EmulatedTarget, ReceivedRequest } from '../emulatedTarget';
import { decodePairs } from '../http/form';
import type { ReadProfile } from './profileStore';
import { Refusal } from '../http/refusal';
import { decodePercent } from '../http/urlDecoding';

/** How the path names the kind of ID (none: a tntId), and how the 404 names it (fetch profiles page). */
const KINDS: Record<string, { idType: ProfileIdType; inMessage: string }> = {
	'': { idType: 'pcId', inMessage: 'mboxPC' },
	thirdPartyId: { idType: 'thirdPartyId', inMessage: 'third party id' },
	marketingCloudVisitorId: { idType: 'ecid', inMessage: 'marketingCloudVisitorId' },
};

const PATH = /^\/rest\/v1\/profiles\/(?:(thirdPartyId|marketingCloudVisitorId)\/)?([^/]+)$/;

/** Whether the path is one of a profile fetch. */
export function isProfileFetch(path: string): boolean {
	return PATH.test(path);
}

/**
 * Profile fetch.
 *
 * @throws Refusal
 */
export function profileFetch(request: ReceivedRequest, target: EmulatedTarget): Answer {
	const [, kind = '', encodedId = ''] = PATH.exec(request.path) ?? [];
	const client = decodePairs(request.query).get('client');
	if (client === undefined) throw new Refusal('the query has no client=<client code>');
	if (client !== target.clientCode) return notFoundPage();
	const { idType, inMessage } = KINDS[kind] ?? { idType: 'pcId', inMessage: 'mboxPC' };
	const id = decodePercent(encodedId);

	target.counts.fetches++;
	const profile = target.profiles.readLate(idType, id);
	if (profile) return json(200, profileJson(client, id, profile));
	return json(404, { status: 404, message: `No profile found for client ${client} with ${inMessage}=${id}` });
}

/** The store keeps one time per profile, so each attribute shows that one. */
function profileJson(client: string, visitorId: string, profile: ReadProfile): unknown {
	const modifiedAt = new Date(profile.modifiedAt).toISOString();
	const attributes = [...profile.attributes].map(([name, value]) => [name, { value, modifiedAt }] as const);
	return { client, visitorId, modifiedAt, profileAttributes: Object.fromEntries(attributes) };
}
