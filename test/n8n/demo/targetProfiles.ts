import { setTimeout as delay } from 'node:timers/promises';
import type { Attributes } from './compareProfiles';

const FETCHES_AT_A_TIME = 20;
const PROCESSED_WITHIN_MS = 60_000;

/** Waits until Target has processed a batch, by asking for its status as anyone would. */
export async function untilProcessed(statusUrl: string): Promise<void> {
	const deadline = Date.now() + PROCESSED_WITHIN_MS;
	for (;;) {
		const answer = await (await fetch(statusUrl)).text();
		if (answer.includes('<status>complete</status>')) return;
		if (Date.now() > deadline)
			throw new Error(`Target did not process the batch in time. Its answer: ${answer}`);
		await delay(1_500);
	}
}

/**
 * Fetches profiles over Target's profile API. Profiles that Target does not know are missing in the result.
 *
 * @param target where Target is
 * @param thirdPartyIds of the profiles
 */
export async function fetchProfiles(
	target: { url: string; clientCode: string },
	thirdPartyIds: readonly string[],
): Promise<Map<string, Attributes>> {
	const profiles = new Map<string, Attributes>();
	const waiting = thirdPartyIds.values();
	const fetchNext = async (): Promise<void> => {
		for (const id of waiting) {
			const profile = await fetchProfile(target, id);
			if (profile) profiles.set(id, profile);
		}
	};
	await Promise.all(Array.from({ length: FETCHES_AT_A_TIME }, fetchNext));
	return profiles;
}

async function fetchProfile(
	{ url, clientCode }: { url: string; clientCode: string },
	id: string,
): Promise<Attributes | undefined> {
	const response = await fetch(
		`${url}/rest/v1/profiles/thirdPartyId/${encodeURIComponent(id)}?client=${encodeURIComponent(clientCode)}`,
	);
	if (response.status === 404) return undefined;
	if (!response.ok)
		throw new Error(`Target answered ${response.status} to a profile fetch: ${await response.text()}`);
	const { profileAttributes } = (await response.json()) as {
		profileAttributes: Record<string, { value: string }>;
	};
	return Object.fromEntries(Object.entries(profileAttributes).map(([name, { value }]) => [name, value]));
}
