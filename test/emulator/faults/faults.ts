import { refusalXml, type PlainAnswer } from '../http/answers';
import type { ReceivedRequest } from '../emulatedTarget';
import { echoing, encodedEcho, tokenIn, type EchoEncoding, type EchoPlace } from './tokenEcho';
import { rewritten, type XmlVariant } from './xmlVariants';

/**
 * How far an exchange gets before it breaks off, in order: the connection is accepted and nothing read; the head of
 * the request is read; a part of its body; all of it; it is processed but not answered; half of the answer's head is
 * sent; half of the answer's body.
 */
export const STAGES = [
	'connected',
	'headRead',
	'partRead',
	'requestRead',
	'processed',
	'halfHead',
	'halfBody',
] as const;

export type Stage = (typeof STAGES)[number];

/**
 * How an exchange breaks off: `stall` says nothing more and keeps the connection, `reset` ends it with RST, `close`
 * with FIN, and `gibberish` sends bytes that are no HTTP before the FIN.
 */
export const ENDINGS = ['stall', 'reset', 'close', 'gibberish'] as const;

export type Ending = (typeof ENDINGS)[number];

/** What is wrong with the body of an answer whose status is 200 and whose length is right. */
export const SPOILINGS = ['empty', 'broken', 'half', 'huge', 'refused'] as const;

type Spoiling = (typeof SPOILINGS)[number];

/**
 * Something that goes wrong between a client and Target. A request is processed before the fault unless the fault
 * comes before that, or says so by `processed: false`; the answer is then one that claims success.
 */
export type Fault =
	/** The answer comes so many milliseconds later. */
	| { readonly fault: 'latency'; readonly ms: number }
	/** The answer comes once something else has happened. */
	| { readonly fault: 'held'; readonly until: Promise<unknown> }
	/** The body of the request is read in pieces of at most 64 KiB, with a pause before each. */
	| { readonly fault: 'slowReading'; readonly ms: number }
	/**
	 * Success is answered to the head of an update or a batch. The body is read after that, as slowly as by `slowReading`,
	 * and processed as it arrived: wrong where it was written over, and short where the client broke off.
	 */
	| { readonly fault: 'earlyAnswer'; readonly ms: number }
	/**
	 * The answer holds the token that came with the request, where one did. A page and a refusal are in place of the right
	 * answer; what gets the right answer is processed, and what is refused never is.
	 */
	| {
			readonly fault: 'echoToken';
			readonly at: EchoPlace;
			readonly as: EchoEncoding;
			/** Of a page. Default 502. */
			readonly pageStatus?: number;
			/** Of a page. */
			readonly processed?: boolean;
	  }
	/** A right answer in another writing. */
	| { readonly fault: 'xmlVariant'; readonly as: XmlVariant }
	/** `processed` is for half answers: all stages before them have it in their names. */
	| { readonly fault: Ending; readonly at: Stage; readonly processed?: boolean }
	/** `refused` is Target's `success=false`, and is never processed. */
	| { readonly fault: 'spoiled'; readonly how: Spoiling; readonly processed?: boolean }
	/** The answer claims to be longer than it is, and the connection is closed after it; or to be shorter. */
	| { readonly fault: 'wrongLength'; readonly claims: 'more' | 'less'; readonly processed?: boolean }
	/** A right answer that says nothing of the FIN which comes right after it. */
	| { readonly fault: 'closeAfterAnswer' }
	/** A right answer; the next request on the same connection is answered by RST, and not processed. */
	| { readonly fault: 'resetOnReuse' };

/** An answer in place of the real one. The request is not processed unless that is asked for. */
export interface CannedAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly processed?: boolean;
}

/** How an exchange is to run. */
export interface Course {
	/** Where it breaks off, and how. */
	readonly breaksOff?: { readonly at: Stage; readonly how: Ending };
	/** Whether the request has its effect. */
	readonly processed: boolean;
	/** Whether the head of the request is answered, where it can be. */
	readonly answersEarly: boolean;
	/** The pause before each piece of the request's body. */
	readonly readingPauseMs: number;
	/** What is added to the time until the answer. */
	readonly latencyMs: number;
	/** What is waited for before the answer. */
	readonly heldUntil?: Promise<unknown>;
	/** What is sent in place of the real answer. */
	readonly answer: (real: PlainAnswer, request: ReceivedRequest) => PlainAnswer;
	/** What is added to the length that the answer claims. */
	readonly extraLength: number;
	/** What becomes of the connection when the answer is sent. */
	readonly afterwards: 'kept' | 'closed' | 'resetOnReuse';
}

/** Nothing is wrong. */
export const SMOOTH: Course = {
	processed: true,
	answersEarly: false,
	readingPauseMs: 0,
	latencyMs: 0,
	answer: (real) => real,
	extraLength: 0,
	afterwards: 'kept',
};

/** What a client gets as the answer to a request that was not processed (Adobe's older Target API reference). */
export const CLAIMED_SUCCESS: PlainAnswer = {
	status: 200,
	headers: { 'content-type': 'application/xml;charset=UTF-8' },
	body: '<response><success>true</success><message>Request successfully submitted</message></response>',
};

const REFUSED = refusalXml('Unexpected Error');

/** More than a client that is careful with its memory reads. */
const HUGE_BYTES = 6_000_000;

/** How far a wrong length is off: less than any answer has, and enough to cut its last tag. */
const LENGTH_OFF = 20;

/** What a fault, or an answer in place of the real one, makes of an exchange. */
export function courseOf(fault: Fault | CannedAnswer): Course {
	if (!('fault' in fault)) {
		const { status, headers = {}, body = '', processed = false } = fault;
		return { ...SMOOTH, processed, answer: () => ({ status, headers, body }) };
	}
	switch (fault.fault) {
		case 'latency':
			return { ...SMOOTH, latencyMs: fault.ms };
		case 'held':
			return { ...SMOOTH, heldUntil: fault.until };
		case 'slowReading':
			return { ...SMOOTH, readingPauseMs: fault.ms };
		case 'earlyAnswer':
			return { ...SMOOTH, answersEarly: true, readingPauseMs: fault.ms };
		case 'echoToken':
			return {
				...SMOOTH,
				processed: fault.at === 'answer' || (fault.at === 'page' && fault.processed !== false),
				answer: (real, { headers }) => {
					const token = tokenIn(headers.authorization);
					if (token === undefined && fault.at === 'answer') return real;
					return echoing(real, encodedEcho(token ?? '', fault.as), fault.at, fault.pageStatus);
				},
			};
		case 'xmlVariant':
			return { ...SMOOTH, answer: (real) => ({ ...real, body: rewritten(real.body, fault.as) }) };
		case 'stall':
		case 'reset':
		case 'close':
		case 'gibberish':
			return {
				...SMOOTH,
				breaksOff: { at: fault.at, how: fault.fault },
				processed: isProcessedBy(fault.at) && fault.processed !== false,
			};
		case 'spoiled':
			return {
				...SMOOTH,
				processed: fault.how !== 'refused' && fault.processed !== false,
				answer: ({ status, headers, body }) => ({ status, headers, body: spoiledBody(body, fault.how) }),
			};
		case 'wrongLength': {
			const extraLength = fault.claims === 'more' ? LENGTH_OFF : -LENGTH_OFF;
			const afterwards = fault.claims === 'more' ? 'closed' : 'kept';
			return { ...SMOOTH, processed: fault.processed !== false, extraLength, afterwards };
		}
		case 'closeAfterAnswer':
			return { ...SMOOTH, afterwards: 'closed' };
		case 'resetOnReuse':
			return { ...SMOOTH, afterwards: 'resetOnReuse' };
	}
}

function isProcessedBy(stage: Stage): boolean {
	return STAGES.indexOf(stage) >= STAGES.indexOf('processed');
}

function spoiledBody(body: string, how: Spoiling): string {
	switch (how) {
		case 'empty':
			return '';
		case 'broken':
			return body.replaceAll('<', '{');
		case 'half':
			return body.slice(0, body.length / 2);
		case 'huge':
			return body.padEnd(HUGE_BYTES, 'x');
		case 'refused':
			return REFUSED;
	}
}
