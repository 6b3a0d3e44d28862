import { readResponse } from './response';
import { givenAddress, word } from './word';

/** What Target says to an update or a batch: taken or not, why, and where a batch's status can be asked. */
export interface SubmitAnswer {
	readonly success: boolean;
	readonly message: string;
	/** The address of the batch's status as Target gave it; missing for single updates and refusals. */
	readonly batchStatus: string | undefined;
}

/** How much of an answer is read: Target's have some hundred bytes. */
export const MAX_SUBMIT_ANSWER_BYTES = 64_000;

/** Characters of an answer. 64,000 bytes are more than that, so an answer that was cut is never taken for a whole one. */
const LONGEST_ANSWER = 16_000;

/**
 * The pages print answers with their tags stripped: `trueRequest successfully submitted`. A word that goes on in small
 * letters is another word, and JSON goes on with punctuation.
 */
const TAGLESS = /^(true|TRUE|false|FALSE)(?=$|\s|\p{Lu}|\d|https?:\/\/)/u;

/**
 * Reads the body of an answer: the XML `<response><success>…</success>…</response>` or the same without tags.
 *
 * @returns undefined when it is neither: an empty body, a web page, a part of an answer, or one that says two things
 */
export async function readSubmitAnswer(text: string): Promise<SubmitAnswer | undefined> {
	if (text.length > LONGEST_ANSWER) return undefined;
	if (!text.includes('<')) return readTagless(text.trim());
	const response = await readResponse(text);
	const success = response?.field('success')?.toLowerCase();
	if (!response?.isWhole || (success !== 'true' && success !== 'false')) return undefined;
	return {
		success: success === 'true',
		message: word(response.field('message') ?? ''),
		batchStatus: givenAddress(response.field('batchstatus')),
	};
}

function readTagless(text: string): SubmitAnswer | undefined {
	const [success] = TAGLESS.exec(text) ?? [];
	if (success === undefined) return undefined;
	const rest = text.slice(success.length).trimStart();
	const batchStatus = addressAtStart(rest);
	return {
		success: success.toLowerCase() === 'true',
		message: word(rest.slice(batchStatus?.length).trim()),
		batchStatus: givenAddress(batchStatus),
	};
}

/** The address ends with a space, or where Target's message ("Batch submitted …") begins. */
function addressAtStart(text: string): string | undefined {
	if (!/^https?:\/\//i.test(text)) return undefined;
	const end = text.search(/Batch\b|\s/);
	return end === -1 ? text : text.slice(0, end);
}
