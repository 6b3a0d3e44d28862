import { xmlElement } from './xml';

/** What Target says to an update or a batch: taken or not, why, and where a batch's status can be asked. */
export interface SubmitAnswer {
	readonly success: boolean;
	readonly message: string;
	/** The address of the batch's status as Target gave it; missing for single updates and refusals. */
	readonly batchStatus: string | undefined;
}

/** The pages print answers with their tags stripped: `trueRequest successfully submitted`. */
const TAGLESS = /^\s*(true|false)\s*(https?:\/\/\S*?(?=Batch\b|\s|$))?\s*([^<]*)$/i;

/**
 * Reads the body of an answer: the XML `<response><success>…</success>…</response>` or the same without tags.
 *
 * @returns undefined when it is neither: an empty body, a web page, a part of an answer
 */
export function readSubmitAnswer(text: string): SubmitAnswer | undefined {
	const tagless = TAGLESS.exec(text);
	if (tagless) {
		const [, success = '', batchStatus, message = ''] = tagless;
		return { success: success.toLowerCase() === 'true', message: message.trim(), batchStatus };
	}
	const success = xmlElement(text, 'success')?.toLowerCase();
	if ((success !== 'true' && success !== 'false') || !/<\/response>\s*$/i.test(text)) return undefined;
	return {
		success: success === 'true',
		message: xmlElement(text, 'message') ?? '',
		batchStatus: xmlElement(text, 'batchStatus') || undefined,
	};
}
