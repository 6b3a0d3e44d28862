import type { Connection } from './connection';
import { edgeAddress } from './edge';
import type { Edge } from './edge';
import { parseObject } from './jsonObject';
import { refusedByStatus, unreadableAnswer } from './refusal';
import { sendToTarget } from './send';
import { TargetError } from './targetError';
import type { TargetAnswer } from './transport';

/** How a profile to fetch can be named; the Experience Cloud ID works for fetching only (fetch page). */
export type FetchIdType = 'thirdPartyId' | 'pcId' | 'ecid';

/** A profile as Target gives it: the JSON of the fetch page, as it came. */
export type FetchedProfile = Readonly<Record<string, unknown>>;

const PATHS: Record<FetchIdType, string> = {
	thirdPartyId: '/rest/v1/profiles/thirdPartyId/',
	pcId: '/rest/v1/profiles/',
	ecid: '/rest/v1/profiles/marketingCloudVisitorId/',
};

/** Target's words for a profile that it does not have; a wrong client code or address gives a 404 of other words. */
const NO_PROFILE = /no profile found for client/i;

/**
 * Fetches a profile. Fetches are not metered.
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
	} as const;
	const { result } = await sendToTarget(connection, request, {
		metered: false,
		read: readProfile,
		expectedStatus: 404,
	});
	return result;
}

/** @throws TargetError for an ID that would be taken for a step in the path */
function profileAddress(edge: Edge, idType: FetchIdType, id: string): string {
	if (id === '.' || id === '..') {
		throw new TargetError(`A profile with the ID "${id}" can’t be asked for`, 'Check the ID.');
	}
	const client = encodeURIComponent(edge.clientCode);
	return edgeAddress(edge, `${PATHS[idType]}${encodeURIComponent(id)}?client=${client}`);
}

/** @throws TargetError when the answer is neither a profile nor says that there is none */
export function readProfile(answer: TargetAnswer, edge: Edge): FetchedProfile | undefined {
	if (answer.status === 404) {
		if (NO_PROFILE.test(answer.text)) return undefined;
		throw refusedByStatus(answer, edge, false);
	}
	const profile = parseObject(answer.text);
	if (profile === undefined) throw unreadableAnswer(answer, edge);
	return profile;
}
