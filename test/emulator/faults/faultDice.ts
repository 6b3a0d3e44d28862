import { ENDINGS, SPOILINGS, STAGES, type CannedAnswer, type Ending, type Fault } from './faults';
import { ECHO_ENCODINGS } from './tokenEcho';
import { XML_VARIANTS } from './xmlVariants';
import { numberFrom, oneOf, seededRandom, type Random } from '../random';

/**
 * What may go wrong by chance. `passingStatus` is a status after which a client may try again, for one request or for
 * a few in a row; `refusal` is a 4xx or `success=false`, after which trying again makes no sense.
 */
export const FAULT_KINDS = [
	'latency',
	'slowReading',
	'earlyAnswer',
	...ENDINGS,
	'spoiled',
	'echoToken',
	'xmlVariant',
	'passingStatus',
	'refusal',
	'wrongLength',
	'closeAfterAnswer',
	'resetOnReuse',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Faults by chance. The same seed gives the same faults in the same order; which request meets which depends on time. */
export interface FaultsByChance {
	readonly seed: number;
	/** The share of requests, and of connections, that meet a fault: from 0 to 1. */
	readonly rate: number;
	/** Each is as likely as the others; what is listed twice is twice as likely. All of them where it is left out. */
	readonly kinds?: readonly FaultKind[];
}

/** The breaks that can come before a request is read: all but those half way through it or its answer. */
const REQUEST_STAGES = STAGES.filter((stage) => stage !== 'connected');

/** So that whoever follows `Retry-After` comes back soon: Adobe documents none, and clients wait a minute without. */
const SOON = { 'retry-after': '1' };
const PASSING = [408, 429, 500, 502, 503, 504];
const REFUSING = [400, 401, 403, 404, 413];
const LONGEST_STORM = 4;
const LONGEST_LATENCY_MS = 200;
const LONGEST_READING_PAUSE_MS = 20;

const isEnding = (kind: FaultKind): kind is Ending => ENDINGS.some((ending) => ending === kind);

/** Draws the faults of an emulator. */
export class FaultDice {
	private readonly random: Random;

	private readonly rate: number;

	private readonly kinds: readonly FaultKind[];

	private readonly endings: readonly Ending[];

	private storm: { answer: CannedAnswer | Fault; left: number } | undefined;

	constructor({ seed, rate, kinds = FAULT_KINDS }: FaultsByChance) {
		this.random = seededRandom(seed);
		this.rate = rate;
		this.kinds = kinds;
		this.endings = kinds.filter(isEnding);
	}

	/** The fault of the connection that has just been accepted, where it has one. */
	forConnection(): CannedAnswer | Fault | undefined {
		if (this.endings.length === 0 || !this.falls()) return undefined;
		return { fault: this.draw(this.endings), at: 'connected' };
	}

	/** The fault of the request that has just come in, where it has one. */
	forRequest(): CannedAnswer | Fault | undefined {
		if (this.storm !== undefined) {
			const { answer } = this.storm;
			if (--this.storm.left === 0) this.storm = undefined;
			return answer;
		}
		return this.falls() ? this.faultOf(this.draw(this.kinds)) : undefined;
	}

	private faultOf(kind: FaultKind): CannedAnswer | Fault {
		switch (kind) {
			case 'latency':
				return { fault: kind, ms: numberFrom(this.random, 1, LONGEST_LATENCY_MS) };
			case 'slowReading':
			case 'earlyAnswer':
				return { fault: kind, ms: numberFrom(this.random, 1, LONGEST_READING_PAUSE_MS) };
			case 'stall':
			case 'reset':
			case 'close':
			case 'gibberish':
				return { fault: kind, at: this.draw(REQUEST_STAGES), processed: this.falls(0.5) };
			case 'spoiled':
				return {
					fault: kind,
					how: this.draw(SPOILINGS.filter((how) => how !== 'refused')),
					processed: this.falls(0.5),
				};
			case 'passingStatus':
				return this.passingStatus();
			case 'echoToken':
				return {
					fault: kind,
					as: this.draw(ECHO_ENCODINGS),
					...(this.falls(0.5) ? { at: 'answer' } : { at: 'page', processed: this.falls(0.5) }),
				};
			case 'xmlVariant':
				return { fault: kind, as: this.draw(XML_VARIANTS) };
			case 'refusal':
				return this.refusal();
			case 'wrongLength':
				return { fault: kind, claims: this.draw(['more', 'less']), processed: this.falls(0.5) };
			case 'closeAfterAnswer':
			case 'resetOnReuse':
				return { fault: kind };
		}
	}

	/** A 429 or 503 says that the request was not taken; after another the client can't know. */
	private passingStatus(): CannedAnswer | Fault {
		const status = this.draw(PASSING);
		const answer =
			status === 429 || status === 503
				? { status, headers: SOON }
				: { status, processed: status >= 500 && this.falls(0.5) };
		const left = numberFrom(this.random, 0, LONGEST_STORM - 1);
		if (left > 0) this.storm = { answer, left };
		return answer;
	}

	/** In Target's words, in those of an edge, and with the token in either. */
	private refusal(): CannedAnswer | Fault {
		const status = this.draw(REFUSING);
		const as = this.draw(ECHO_ENCODINGS);
		return this.draw<CannedAnswer | Fault>([
			{ fault: 'spoiled', how: 'refused' },
			{ status, body: 'Refused by chance' },
			{ fault: 'echoToken', at: 'refusal', as },
			{ fault: 'echoToken', at: 'page', as, pageStatus: status, processed: false },
		]);
	}

	private falls(rate = this.rate): boolean {
		return this.random() < rate;
	}

	private draw<Entry>(list: readonly Entry[]): Entry {
		return oneOf(this.random, list);
	}
}
