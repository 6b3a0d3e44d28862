import { parseObject } from '../answers/jsonObject';
import { readSubmitAnswer } from '../answers/submitAnswer';
import { TOKEN_MARK } from './withoutTokens';
import type { TargetAnswer } from '../http/transport';

/** The most characters of an answer that says no. Longer ones are a status, or a profile. */
const LONGEST_NO = 16_000;

/** Words of those who do not let in. That a parser met an "unexpected token" is none of them. */
const NOT_LET_IN = [
	/\b(?:un|not |in)auth(?:enticated|ori[sz]ed)\b/i,
	/\bauth(?:entication|ori[sz]ation)\b/i,
	/\b(?:access|bearer|profile|security|auth) token\b/i,
	/\btoken (?:is |was |has |does )?(?:not |been )?(?:invalid|valid|expired?|missing|required|revoked|unknown|match)/i,
	/\b(?:invalid|expired|missing|wrong|revoked|unknown|no) token\b/i,
	/\b(?:access denied|forbidden)\b/i,
];

/**
 * Whether an answer refuses the token that came with its request: `surely`, or `perhaps`, where other things are said in
 * the same way. Which way Target takes is not documented.
 *
 * @returns undefined where it does not
 */
export async function refusalOfToken({
	status,
	text,
}: TargetAnswer): Promise<'surely' | 'perhaps' | undefined> {
	if (status === 401 || status === 403) return 'surely';
	// It may lead to a page for signing in.
	if (status >= 300 && status <= 399) return 'perhaps';
	if (status >= 500) return undefined;
	// What says 400 is a no, in whatever form.
	const whole = status === 400 && text.length <= LONGEST_NO ? text : undefined;
	const message = (await messageOfNo(text)) ?? whole;
	return message !== undefined && isAboutToken(message) ? 'perhaps' : undefined;
}

/** Whether Target's words for a no are about the token. */
export function isAboutToken(message: string): boolean {
	// Where the answer had the token itself, there is a mark now.
	const words = message.replaceAll(TOKEN_MARK, '');
	return NOT_LET_IN.some((pattern) => pattern.test(words));
}

/**
 * What Target says where its answer is a no: `success` is false, in XML, in JSON, or as printed in Adobe's pages without
 * tags.
 *
 * @returns undefined where it is none
 */
export async function messageOfNo(text: string): Promise<string | undefined> {
	if (text.length > LONGEST_NO || !/false/i.test(text)) return undefined;
	const fields = parseObject(text);
	if (fields !== undefined) {
		const { success, message } = fields;
		if (String(success).toLowerCase() !== 'false') return undefined;
		return typeof message === 'string' ? message : '';
	}
	const answer = await readSubmitAnswer(text);
	return answer?.success === false ? answer.message : undefined;
}
