import { addressPart } from '../sending/addressPart';
import type { Connection } from '../sending/connection';
import { edgeAddress } from '../edge';
import type { Edge } from '../edge';
import { parseObject } from '../answers/jsonObject';
import { refusedByStatus, refusedBySuccess, unreadableAnswer } from '../sending/refusal';
import type { Sent } from '../sending/refusal';
import { messageOfNo } from '../sending/refusedToken';
import { sendToTarget } from '../sending/send';
import type { TargetAnswer } from '../http/transport';

/** How a profile to fetch can be named; the Experience Cloud ID works for fetching only (fetch page). */
export type FetchIdType = 'thirdPartyId' | 'pcId' | 'ecid';

/** A profile as Target gives it: the JSON of the fetch page, as it came. */
export type FetchedProfile = Readonly<Record<string, unknown>>;

const PATHS: Record<FetchIdType, string> = {
	thirdPartyId: '/rest/v1/profiles/thirdPartyId/',
	pcId: '/rest/v1/profiles/',
	ecid: '/rest/v1/profiles/marketingCloudVisitorId/',
};

/** How much of an answer is read. A profile keeps 64 KB of data from outside; in JSON it takes several times as much. */
const MAX_PROFILE_BYTES = 1_000_000;

/** Target's words for a profile that it does not have; a wrong client code or address gives a 404 of other words. */
const NO_PROFILE = /no profile found for client/i;

/**
 * Fetches a profile. The limits page names fetches neither among the 50 calls a minute nor among what is free of them;
 * they are not counted here, and a 503 to one is like any other.
 *
 * @returns undefined when Target has no such profile
 * @throws TargetError when it does not say
 */
export async function fetchProfile(
	connection: Connection,
	idType: FetchIdType,
	id: string,
): Promise<FetchedProfile | undefined> {
	const request = {
		method: 'GET',
		url: profileAddress(connection.edge, idType, id),
		headers: { accept: 'application/json' },
		maxAnswerBytes: MAX_PROFILE_BYTES,
	} as const;
	const { result } = await sendToTarget(connection, request, {
		asked: 'profile',
		read: readProfile,
		expectedStatus: 404,
	});
	return result;
}

/** @throws TargetError for an ID that can be no part of an address */
function profileAddress(edge: Edge, idType: FetchIdType, id: string): string {
	const client = encodeURIComponent(edge.clientCode);
	return edgeAddress(edge, `${PATHS[idType]}${addressPart('The ID of the profile', id)}?client=${client}`);
}

/** @throws TargetError when the answer is neither a profile nor says that there is none */
export async function readProfile(answer: TargetAnswer, sent: Sent): Promise<FetchedProfile | undefined> {
	if (answer.status === 404) {
		if (NO_PROFILE.test(answer.text)) return undefined;
		throw refusedByStatus(answer, sent);
	}
	const no = await messageOfNo(answer.text);
	if (no !== undefined) throw refusedBySuccess(no, sent);
	const profile = parseObject(answer.text);
	if (profile === undefined || !isProfile(profile)) throw unreadableAnswer(answer, 'profile');
	return profile;
}

/** A profile names whose it is, or has its attributes (fetch page); any other server may answer in JSON, too. */
function isProfile({ client, visitorId, profileAttributes }: FetchedProfile): boolean {
	const hasAttributes = typeof profileAttributes === 'object' && profileAttributes !== null;
	return hasAttributes || (typeof client === 'string' && visitorId !== undefined);
}
