import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { AdobeIdentity } from './adobe/adobeIdentity';
import { AnswerQueue } from './faults/answerQueue';
import { BatchLedger } from './bulk/batchLedger';
import { breakOff } from './faults/breakOff';
import { CallBudget } from './adobe/callBudget';
import type { Emulator, EmulatorCounts, EmulatorOptions } from './contract';
import type { EmulatedTarget } from './emulatedTarget';
import { Exchange } from './http/exchange';
import { FaultDice } from './faults/faultDice';
import { courseOf, SMOOTH, type CannedAnswer, type Course, type Fault } from './faults/faults';
import { stoppedByGateway, TOO_LARGE } from './http/gateway';
import { ProfileStore } from './profiles/profileStore';
import { USUAL_READINGS } from './readings';
import { RequestLog } from './http/requestLog';
import { answerEarly, answerRequest } from './routing';
import { openTcpPort } from './http/tcpPort';

/** Node refuses headers, and with them URLs, of more than 16 KB by itself; the emulator says why it does. */
const MAX_HEADER_BYTES = 65_536;
const IDLE_CONNECTION_MS = 60_000;

const NO_COUNTS: EmulatorCounts = {
	requests: 0,
	connections: 0,
	openConnections: 0,
	singleUpdates: 0,
	batches: 0,
	rows: 0,
	rowsLost: 0,
	bytes: 0,
	statusCalls: 0,
	fetches: 0,
	refused: 0,
	faults: 0,
};

/**
 * Starts an Adobe Target on this machine.
 *
 * @throws Error when it cannot listen on the port, in a sentence for the person at the keyboard
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const {
		host = '127.0.0.1',
		port = 0,
		clientCode = 'democlient',
		latencyMs = 0,
		callsPerMinute = 50,
	} = options;
	const { profileToken, processingMs = 0, clock = Date.now, faults } = options;

	const queue = new AnswerQueue();
	const dice = faults && new FaultDice(faults);
	const closing = new AbortController();
	// As many exchanges as there are connections wait for it at once.
	setMaxListeners(0, closing.signal);
	const counts = { ...NO_COUNTS };
	const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: IDLE_CONNECTION_MS });

	const courseWith = (fault: CannedAnswer | Fault | undefined): Course => {
		if (fault === undefined) return SMOOTH;
		counts.faults++;
		return courseOf(fault);
	};
	const accept = (socket: Socket): void => {
		counts.connections++;
		counts.openConnections++;
		socket.once('close', () => counts.openConnections--);
		const { breaksOff } = courseWith(queue.takeForConnection() ?? dice?.forConnection());
		if (breaksOff === undefined) http.emit('connection', socket);
		else breakOff(breaksOff.how, socket, socket, closing.signal).catch(nobodyToTell);
	};
	const tcp = await openTcpPort(host, port, accept);
	const { url } = tcp;

	const readings = { ...USUAL_READINGS, ...options.readings };
	const profiles = new ProfileStore(clock, readings);
	const batches = new BatchLedger(clientCode, profiles, processingMs, clock, readings.rowsLost, () => {
		counts.rowsLost++;
	});
	const budget = new CallBudget(callsPerMinute, readings.minute, clock);
	const identity =
		options.identity && new AdobeIdentity(options.identity, clock, readings, budget, clientCode);
	const target: EmulatedTarget = {
		url,
		clientCode,
		profileToken,
		identity,
		profiles,
		batches,
		budget,
		readings,
		counts,
	};
	const log = new RequestLog();
	const resetOnReuse = new WeakSet<Socket>();

	const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { socket } = message;
		counts.requests++;
		if (resetOnReuse.has(socket)) {
			socket.resetAndDestroy();
			return;
		}
		// The FIN is under way already, so this request came too late for its connection.
		if (socket.writableEnded) {
			// Unread it would keep the connection, as the client's FIN comes after it.
			message.resume();
			return;
		}
		const tooLarge = stoppedByGateway(message.headers, readings);
		if (tooLarge !== undefined) counts.refused++;
		const course = tooLarge ?? courseWith(queue.takeForRequest() ?? dice?.forRequest());
		if (course.afterwards === 'resetOnReuse') resetOnReuse.add(socket);
		const slowed = { ...course, latencyMs: course.latencyMs + latencyMs };
		await new Exchange(message, response, slowed, closing.signal).run({
			received: (request) => {
				log.add(request);
			},
			process: (request) => answerRequest(request, target),
			early: (head) => (tooLarge === undefined ? answerEarly(head, target) : TOO_LARGE),
		});
	};
	const exchanges = new Set<Promise<void>>();
	http.on('request', (message, response) => {
		const exchange = serve(message, response)
			.catch((error: unknown) => {
				// Without a reader there is nobody to tell: the client has gone, or the emulator is being closed.
				if (!message.complete || closing.signal.aborted) return;
				response.writeHead(500);
				response.end(`The emulator failed: ${String(error)}`);
			})
			.finally(() => exchanges.delete(exchange));
		exchanges.add(exchange);
	});

	return {
		url,
		clientCode,
		get counts() {
			return { ...counts };
		},
		identity,
		requests: log.requests,
		profile: (idType, id) => {
			batches.ingestDue();
			return profiles.read(idType, id)?.attributes;
		},
		ids: (idType) => {
			batches.ingestDue();
			return profiles.ids(idType);
		},
		putProfile: (idType, id, attributes = {}) => {
			batches.ingestDue();
			profiles.visit(idType, id, new Map(Object.entries(attributes)));
		},
		visit: (idType, id) => {
			batches.ingestDue();
			profiles.visit(idType, id);
		},
		failRowsOf: (idType, id) => {
			batches.failRowsOf(idType, id);
		},
		answerNext: (answer, times = 1) => {
			queue.add(answer, times);
		},
		settled: async () => {
			while (exchanges.size > 0) await Promise.all(exchanges);
		},
		close: () => {
			closing.abort();
			return tcp.close();
		},
	};
}

/** A connection that broke off as it should, and whose pauses ended because the emulator is closed. */
function nobodyToTell(): void {
	// Nothing is left to be done.
}
