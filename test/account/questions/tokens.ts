import { isEmptyBatch } from '../edge/answers';
import type { Evidence } from '../evidence';
import type { Finding, Question } from '../findings';
import { inWords } from '../gather';
import { notSeen } from './attributes';

/** What the profile token is asked for, and how its lack is told. */
export const tokenQuestions: readonly Question[] = [needed, refusal, covers];

function needed({ answers, hasToken }: Evidence): Finding {
	const question = 'A batch without a profile token';
	const answer = hasToken ? answers.emptyBatchWithoutToken : answers.emptyBatch;
	if (answer === undefined || answer.failure !== undefined)
		return notSeen(question, answer && inWords(answer));
	const isTaken = isEmptyBatch(answer);
	return {
		question,
		verdict: isTaken === hasToken ? 'otherwise' : 'as expected',
		seen: isTaken ? 'is taken: the account asks for no token' : `is refused: ${inWords(answer)}`,
	};
}

function refusal({ answers }: Evidence): Finding {
	const question = 'How a wrong or missing token is refused';
	const { emptyBatchWithWrongToken: wrong, emptyBatchWithoutToken: none } = answers;
	const how = none?.tokenRefusal ?? wrong?.tokenRefusal;
	if (how === undefined) return notSeen(question, wrong && inWords(wrong));
	const isKnown = how === '401' || how === '403';
	const seen = {
		'401': 'HTTP 401',
		'403': 'HTTP 403',
		successFalse: 'success false, in words',
		redirect: 'a redirect',
	};
	return {
		question,
		verdict: isKnown ? 'as expected' : 'otherwise',
		seen: seen[how],
		readings: { tokenRefusal: how },
	};
}

function covers({ answers }: Evidence): Finding {
	const question = 'Whether updates and fetches ask for the token, too';
	const { emptyBatchWithoutToken: batch, fetchWithoutToken: fetch, updateWithoutToken: update } = answers;
	if (batch?.tokenRefusal === undefined || fetch === undefined || update === undefined)
		return notSeen(question);
	const asked = [
		...(update.tokenRefusal === undefined ? [] : ['updates']),
		...(fetch.tokenRefusal === undefined ? [] : ['fetches']),
	];
	if (asked.length === 2) {
		return { question, verdict: 'as expected', seen: 'both do', readings: { tokenCovers: 'all' } };
	}
	if (asked.length === 0) {
		return { question, verdict: 'otherwise', seen: 'batches only', readings: { tokenCovers: 'bulk' } };
	}
	return { question, verdict: 'otherwise', seen: `batches and ${asked.join()}` };
}
