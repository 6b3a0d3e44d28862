import type { PlainAnswer } from '../http/answers';
import type { ReceivedRequest } from '../emulatedTarget';

/** What goes out before a request is read, and what becomes of the request then. */
export interface EarlyAnswer {
	readonly answer: PlainAnswer;
	/** Gives the request its effect, as far as it has arrived. Where nothing can be made of it, nobody is told. */
	readonly finish: (request: ReceivedRequest) => void;
}
