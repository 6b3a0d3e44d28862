import type { Connection } from '../sending/connection';
import { refusedBySuccess, unreadableAnswer } from '../sending/refusal';
import type { Sent } from '../sending/refusal';
import { messageOfNo } from '../sending/refusedToken';
import type { Tried } from '../sending/retry';
import { sendToTarget } from '../sending/send';
import { MAX_SUBMIT_ANSWER_BYTES, readSubmitAnswer } from '../answers/submitAnswer';
import type { SubmitAnswer } from '../answers/submitAnswer';
import type { TargetAnswer } from '../http/transport';

/** What comes back: the XML that Adobe's pages print, or the same as text without its tags. */
const ACCEPT = { accept: 'application/xml, */*;q=0.5' } as const;

/** What a form is sent with, and {@link ACCEPT}. */
export const submitHeaders = { 'content-type': 'application/x-www-form-urlencoded', ...ACCEPT } as const;

/**
 * Posts to the edge and reads the answer. Both submit operations speak this way: parameters in, a small XML with
 * `success` out.
 *
 * @param form where to, and the encoded form as body; an empty one where all is in the address
 * @param asked whether it is an update or a batch
 * @returns an answer whose `success` is true, which does not say that a profile has changed
 * @throws TargetError when the answer is anything else, or none came
 */
export async function submit(
	connection: Connection,
	form: { readonly url: string; readonly body: string | Uint8Array },
	asked: 'update' | 'batch',
): Promise<Tried<SubmitAnswer>> {
	const { url, body } = form;
	const request = {
		method: 'POST',
		url,
		...(body.length > 0 ? { headers: submitHeaders, body } : { headers: ACCEPT }),
		maxAnswerBytes: MAX_SUBMIT_ANSWER_BYTES,
	} as const;
	const read = async (answer: TargetAnswer, sent: Sent) => {
		const submitted = await readSubmitAnswer(answer.text);
		if (submitted?.success === true) return submitted;
		const no = submitted?.message ?? (await messageOfNo(answer.text));
		throw no === undefined ? unreadableAnswer(answer, asked) : refusedBySuccess(no, sent);
	};
	return await sendToTarget(connection, request, { asked, read });
}
