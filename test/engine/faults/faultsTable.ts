import { ECHO_ENCODINGS, ENDINGS, SPOILINGS, STAGES, XML_VARIANTS } from '../../emulator';
import type { CannedAnswer, Emulator, Fault } from '../../emulator';

/** A fault that a request of the node meets, and what may come of it. */
export interface FaultCase {
	readonly what: string;
	/** What the emulator is to do to the first request or connection. */
	readonly order?: CannedAnswer | Fault;
	/** The address to ask, where there is no Target at all. */
	readonly edgeUrl?: (emulator: Emulator) => string;
	/** `smooth`: nothing fails. `passing`: it works when it is sent again. `final`: that would not help. */
	readonly outcome: 'smooth' | 'passing' | 'final';
	/** Whether the request that meets it has its effect. */
	readonly processed: boolean;
	/** Whether the node can't know that. */
	readonly unknown: boolean;
	/** Whether the attributes are to be large, as the fault comes while they are read. */
	readonly large?: boolean;
}

const UNANSWERED = { outcome: 'passing', processed: false, unknown: true } as const;
const REFUSED = { outcome: 'final', processed: false, unknown: false } as const;

const READING = ['connected', 'headRead', 'partRead'];
const PROCESSED = ['processed', 'halfHead', 'halfBody'];

const isNotStall = (ending: (typeof ENDINGS)[number]) => ending !== 'stall';

const breaksBy = (endings: ReadonlyArray<(typeof ENDINGS)[number]>): FaultCase[] =>
	endings.flatMap((fault) =>
		STAGES.map((at) => ({
			...UNANSWERED,
			what: `${fault} at ${at}`,
			order: { fault, at },
			processed: PROCESSED.includes(at),
			large: READING.includes(at),
		})),
	);

const HALF_ANSWERS_TO_NOTHING: FaultCase[] = ENDINGS.filter(isNotStall).flatMap((fault) =>
	(['halfHead', 'halfBody'] as const).map((at) => ({
		...UNANSWERED,
		what: `${fault} at ${at}, not processed`,
		order: { fault, at, processed: false },
	})),
);

/** Of an answer there are two: one to a request that was processed, one to a request that was not. */
function answers(what: string, order: (processed: boolean) => CannedAnswer | Fault): FaultCase[] {
	return [false, true].map((processed) => ({
		...UNANSWERED,
		what: `${what}, ${processed ? 'processed' : 'not processed'}`,
		order: order(processed),
		processed,
	}));
}

const ANSWERS: FaultCase[] = [
	...[400, 401, 403, 404, 413].map((status) => ({ ...REFUSED, what: String(status), order: { status } })),
	...[408, 429, 503].map((status) => ({
		...REFUSED,
		what: String(status),
		order: { status },
		outcome: 'passing' as const,
	})),
	...[500, 502, 504].flatMap((status) => answers(String(status), (processed) => ({ status, processed }))),
	...SPOILINGS.filter((how) => how !== 'refused').flatMap((how) =>
		answers(`an answer that is ${how}`, (processed) => ({ fault: 'spoiled', how, processed })),
	),
	...(['more', 'less'] as const).flatMap((claims) =>
		answers(`a length that claims ${claims}`, (processed) => ({ fault: 'wrongLength', claims, processed })),
	),
	{ ...REFUSED, what: 'success=false', order: { fault: 'spoiled', how: 'refused' } },
	{
		...UNANSWERED,
		what: 'a web page in place of an answer',
		order: { status: 200, body: '<html>Sign in</html>' },
		outcome: 'final',
	},
];

const SMOOTH = { outcome: 'smooth', processed: true, unknown: false } as const;

/** What is odd about an answer, and nothing else. */
const ODD_BUT_RIGHT: FaultCase[] = [
	{ what: 'an answer before the body is read', order: { fault: 'earlyAnswer', ms: 1 }, large: true } as const,
	...XML_VARIANTS.map((as) => ({ what: `XML with ${as}`, order: { fault: 'xmlVariant', as } }) as const),
	...ECHO_ENCODINGS.map(
		(as) =>
			({ what: `the token as ${as} in an answer`, order: { fault: 'echoToken', at: 'answer', as } }) as const,
	),
].map((odd) => ({ ...SMOOTH, ...odd }));

/** The token in answers, in each form. */
export const ECHOES: readonly FaultCase[] = ECHO_ENCODINGS.flatMap((as) => [
	...answers(`the token as ${as} in a page`, (processed) => ({
		fault: 'echoToken',
		at: 'page',
		as,
		processed,
	})),
	{ ...REFUSED, what: `the token as ${as} in a refusal`, order: { fault: 'echoToken', at: 'refusal', as } },
]);

const SLOWNESS: FaultCase[] = [
	{ ...SMOOTH, what: 'latency', order: { fault: 'latency', ms: 20 } },
	{ ...SMOOTH, what: 'a body that is read slowly', order: { fault: 'slowReading', ms: 10 }, large: true },
];

/** The next request meets these, and goes again at once over another connection. */
const KEPT_CONNECTIONS: FaultCase[] = [
	{
		...SMOOTH,
		what: 'a kept connection that is closed right after an answer',
		order: { fault: 'closeAfterAnswer' },
	},
	{
		...SMOOTH,
		what: 'a kept connection that is reset when the next request comes',
		order: { fault: 'resetOnReuse' },
	},
];

const UNREACHABLE: FaultCase[] = [
	{ ...REFUSED, what: 'a host that does not exist', edgeUrl: () => 'https://target.invalid' },
	{ ...REFUSED, what: 'no TLS behind https', edgeUrl: ({ url }) => url.replace('http:', 'https:') },
	{ ...REFUSED, what: 'a port where nobody listens', edgeUrl: () => 'http://127.0.0.1:1' },
];

/** The others that take no time of their own. */
export const QUICK_FAULTS: readonly FaultCase[] = [
	...breaksBy(ENDINGS.filter(isNotStall)),
	...HALF_ANSWERS_TO_NOTHING,
	...ANSWERS,
	...SLOWNESS,
	...ODD_BUT_RIGHT,
	...KEPT_CONNECTIONS,
	...UNREACHABLE,
];

/** The faults that end when the node has waited long enough. */
export const STALLS: readonly FaultCase[] = breaksBy(['stall']);
