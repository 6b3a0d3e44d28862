import type { Connection } from './connection';
import { edgeAddress, edgeHeaders } from './edge';
import { refusedBySuccess, refusedByStatus, unreadableAnswer } from './refusal';
import { readSubmitAnswer } from './submitAnswer';
import type { SubmitAnswer } from './submitAnswer';

/**
 * Posts a form to the edge and reads the answer. Both submit operations speak this way: a form body in, a small XML
 * with `success` out.
 *
 * @param path below the edge's address, beginning with a slash
 * @returns an answer whose `success` is true; that the profile changed is not said by it
 * @throws TargetError when the answer is anything else, or none came
 */
export async function submitForm(connection: Connection, path: string, body: string): Promise<SubmitAnswer> {
	const { edge, transport, signal } = connection;
	const answer = await transport.send({
		method: 'POST',
		url: edgeAddress(edge, path),
		headers: { ...edgeHeaders(edge), 'content-type': 'application/x-www-form-urlencoded' },
		body,
		signal,
	});
	if (answer.status < 200 || answer.status > 299) throw refusedByStatus(answer, edge);
	const submitted = readSubmitAnswer(answer.text);
	if (submitted === undefined) throw unreadableAnswer(answer, edge);
	if (!submitted.success) throw refusedBySuccess(submitted.message, edge);
	return submitted;
}
