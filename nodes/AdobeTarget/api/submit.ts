import type { Connection } from './connection';
import { edgeAddress } from './edge';
import { refusedBySuccess, unreadableAnswer } from './refusal';
import type { Tried } from './retry';
import { sendToTarget } from './send';
import { MAX_SUBMIT_ANSWER_BYTES, readSubmitAnswer } from './submitAnswer';
import type { SubmitAnswer } from './submitAnswer';
import type { TargetAnswer } from './transport';

/**
 * Posts a form to the edge and reads the answer. Both submit operations speak this way: a form body in, a small XML
 * with `success` out.
 *
 * @param path below the edge's address, beginning with a slash
 * @param metered whether it is one of the 50 calls a minute
 * @returns an answer whose `success` is true; that the profile changed is not said by it
 * @throws TargetError when the answer is anything else, or none came
 */
export async function submitForm(
	connection: Connection,
	path: string,
	body: string | Uint8Array,
	metered: boolean,
): Promise<Tried<SubmitAnswer>> {
	const request = {
		method: 'POST',
		url: edgeAddress(connection.edge, path),
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body,
		maxAnswerBytes: MAX_SUBMIT_ANSWER_BYTES,
	} as const;
	const read = async (answer: TargetAnswer) => {
		const submitted = await readSubmitAnswer(answer.text);
		if (submitted === undefined) throw unreadableAnswer(answer);
		if (!submitted.success) throw refusedBySuccess(submitted.message);
		return submitted;
	};
	return await sendToTarget(connection, request, { metered, read });
}
