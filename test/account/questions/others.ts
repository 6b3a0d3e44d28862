import type { Readings } from '../../emulator';
import type { Seen, XmlWriting } from '../edge/answers';
import type { Evidence } from '../evidence';
import type { Finding, Question } from '../findings';
import { inWords } from '../gather';
import { notSeen } from './attributes';

/** Status, shapes of answers, headers, times. */
export const otherQuestions: readonly Question[] = [
	unknownProfile,
	userAgent,
	shape,
	statusHost,
	statusByBareId,
	statusOverHttps,
	statusWords,
	batchSize,
	visibleAfter,
];

function unknownProfile({ answers }: Evidence): Finding {
	const question = 'A fetch of a profile that nobody has';
	const { fetch } = answers;
	if (fetch === undefined || fetch.failure !== undefined) return notSeen(question, fetch && inWords(fetch));
	const isUsual = fetch.status === 404 && fetch.shape === 'json';
	return { question, verdict: isUsual ? 'as expected' : 'otherwise', seen: inWords(fetch) };
}

function userAgent({ answers }: Evidence): Finding {
	const question = 'A request without a User-Agent';
	const { fetch, fetchWithoutAgent: without } = answers;
	if (fetch === undefined || fetch.failure !== undefined || without === undefined) return notSeen(question);
	const isTaken = without.status === fetch.status;
	return {
		question,
		verdict: isTaken ? 'as expected' : 'otherwise',
		seen: isTaken ? 'is answered alike' : `is refused: ${inWords(without)}`,
		readings: { wantsUserAgent: !isTaken },
	};
}

function shape({ answers }: Evidence): Finding {
	const question = 'How answers to a batch are written';
	// One with an empty element in it shows most.
	const answer = answers.emptyBatch ?? answers.controlBatch;
	if (answer?.xml === undefined) return notSeen(question, answer && inWords(answer));
	const { xml } = answer;
	return {
		question,
		verdict: 'as expected',
		seen: `${inWords(answer)}, ${WRITINGS[xml]}`,
		readings: { xml },
	};
}

/** Any of them can be read. */
const WRITINGS: Readonly<Record<XmlWriting, string>> = {
	plain: 'without white space',
	cdata: 'with CDATA',
	attributes: 'with attributes',
	prefix: 'with a prefix',
	comments: 'with comments',
	declaration: 'with a declaration',
	prettyPrinted: 'with line ends',
	selfClosing: 'with empty elements in one tag',
};

function statusHost({ answers }: Evidence): Finding {
	const question = 'The address of a batch’s status';
	const address = answers.controlBatch?.batchStatus;
	if (address === undefined) return notSeen(question);
	const isOther = answers.controlBatch?.statusIsElsewhere === true;
	return {
		question,
		verdict: 'as expected',
		seen: `${isOther ? 'stands on another host' : 'stands on the same host'}, ${new URL(address).protocol}`,
		readings: { statusHost: isOther ? 'other' : 'same' },
	};
}

function statusByBareId({ answers }: Evidence): Finding {
	return known('A status by the batch’s ID alone, at the account’s own host', answers.statusByBareId);
}

function statusOverHttps({ answers }: Evidence): Finding {
	return known('A status over https, where its address says http', answers.statusOverHttps);
}

function known(question: string, answer: Seen | undefined): Finding {
	if (answer?.statusWord === undefined) return notSeen(question, answer && inWords(answer));
	const isKnown = /^(?:complete|incomplete|stuck)$/i.test(answer.statusWord);
	return { question, verdict: isKnown ? 'as expected' : 'otherwise', seen: `status “${answer.statusWord}”` };
}

function statusWords({ answers }: Evidence): Finding {
	const question = 'Words of a status';
	const asked = statusesOf(answers);
	const words = asked.flatMap(({ statusWord }) => statusWord ?? []);
	const statusWords = words.length > 0 ? kindOfWords(words) : kindOfRefusal(asked);
	if (statusWords === undefined) return notSeen(question, asked.map(inWords)[0]);
	return {
		question,
		verdict: statusWords === 'documented' ? 'as expected' : 'otherwise',
		seen: words.length > 0 ? words.join(', ') : asked.map(inWords).join(', '),
		readings: { statusWords },
	};
}

function kindOfWords(words: readonly string[]): Readings['statusWords'] {
	const documented = /^(?:complete|incomplete|stuck)$/;
	if (words.includes('stuck')) return 'stuck';
	if (words.every((word) => documented.test(word))) return 'documented';
	return words.every((word) => documented.test(word.toLowerCase())) ? 'otherCase' : 'otherWords';
}

function kindOfRefusal(asked: readonly Seen[]): Readings['statusWords'] | undefined {
	if (asked.some(({ success }) => success === false)) return 'successFalse';
	return asked.some(({ status }) => status === 404) ? 'notFound' : undefined;
}

/** What was said of the first batch, at whatever address there was an answer. */
function statusesOf({ statusAtOnce, statusDone, statusByBareId }: Evidence['answers']): Seen[] {
	const asked = [statusAtOnce, statusDone, statusByBareId];
	return asked.flatMap((answer) => (answer === undefined || answer.failure !== undefined ? [] : [answer]));
}

function batchSize({ answers }: Evidence): Finding {
	const question = 'The number of rows in a status (two were sent)';
	const size = statusesOf(answers).at(-1)?.batchSize;
	if (size === undefined) return notSeen(question);
	return {
		question,
		verdict: size === 2 ? 'as expected' : 'otherwise',
		seen: size === 3 ? '3: the header counts' : String(size),
		...((size === 2 || size === 3) && { readings: { batchSize: size === 2 ? 'rows' : 'lines' } }),
	};
}

function visibleAfter({ visibleAfterMs }: Evidence): Finding {
	const question = 'How long until a batch’s profile can be fetched';
	if (visibleAfterMs === undefined) return notSeen(question);
	return { question, verdict: 'as expected', seen: `within ${Math.ceil(visibleAfterMs / 1_000)} s` };
}
