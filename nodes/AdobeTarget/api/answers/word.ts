/** Target's words have some hundred characters: a message, a status, an ID. */
const LONGEST = 500;

/** A status URL has some 150 characters. */
const LONGEST_STATUS_URL = 2_000;

/** What Target wrote, as it goes into the output: each answer is small, but a run has many. */
export function word(text: string): string {
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** An address that Target gave; undefined for one that is longer than any, as a part of it leads elsewhere. */
export function givenAddress(text: string | undefined): string | undefined {
	return text === undefined || text === '' || text.length > LONGEST_STATUS_URL ? undefined : text;
}
