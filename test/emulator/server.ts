import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { BATCH_BYTES_LIMIT } from './batchFile';
import { BatchLedger } from './batchLedger';
import { CallBudget } from './callBudget';
import { CannedAnswers, send } from './cannedAnswers';
import type { Emulator, EmulatorCounts, EmulatorOptions } from './contract';
import type { EmulatedTarget } from './emulatedTarget';
import { ProfileStore } from './profileStore';
import { receive } from './requestBody';
import { RequestLog } from './requestLog';
import { answerRequest } from './routing';

const HOST = '127.0.0.1';
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
	bytes: 0,
	statusCalls: 0,
	fetches: 0,
	refused: 0,
};

/**
 * Starts an Adobe Target on this machine.
 *
 * @throws Error when it cannot listen on the port, in a sentence for the person at the keyboard
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const { port = 0, clientCode = 'democlient', latencyMs = 0, callsPerMinute = 50 } = options;
	const { profileToken, processingMs = 0, clock = Date.now } = options;

	const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: IDLE_CONNECTION_MS });
	const url = await listen(server, port);

	const profiles = new ProfileStore(clock);
	const batches = new BatchLedger(clientCode, profiles, processingMs, clock);
	const budget = new CallBudget(callsPerMinute, clock);
	const counts = { ...NO_COUNTS };
	const target: EmulatedTarget = { url, clientCode, profileToken, profiles, batches, budget, counts };
	const log = new RequestLog();
	const canned = new CannedAnswers();
	const closing = new AbortController();

	const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
		counts.requests++;
		const ordered = canned.take();
		const request = await receive(message, BATCH_BYTES_LIMIT);
		log.add(request);
		const answer = ordered ?? answerRequest(request, target);
		if (latencyMs > 0) await pause(latencyMs, undefined, { signal: closing.signal });
		send(answer, response);
	};
	server.on('request', (message, response) => {
		serve(message, response).catch((error: unknown) => {
			// Without a reader there is nobody to tell: the client has gone, or the emulator is being closed.
			if (!message.complete || closing.signal.aborted) return;
			send({ status: 500, body: `The emulator failed: ${String(error)}` }, response);
		});
	});
	server.on('connection', (socket) => {
		counts.connections++;
		counts.openConnections++;
		socket.once('close', () => counts.openConnections--);
	});

	return {
		url,
		clientCode,
		get counts() {
			return { ...counts };
		},
		requests: log.requests,
		profile: (idType, id) => {
			batches.ingestDue();
			return profiles.read(idType, id)?.attributes;
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
			canned.add(answer, times);
		},
		close: () => {
			closing.abort();
			return close(server);
		},
	};
}

/** @returns the URL of the server once it listens */
async function listen(server: Server, port: number): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			reject(new Error(listenProblem(error, port)));
		});
		server.listen(port, HOST, resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The emulator has no TCP port.');
	return `http://${HOST}:${address.port}`;
}

function listenProblem(error: NodeJS.ErrnoException, port: number): string {
	if (error.code === 'EADDRINUSE')
		return `Port ${port} is already in use: choose another, or 0 for any free one.`;
	if (error.code === 'EACCES')
		return `Port ${port} may only be used by an administrator: choose one above 1023.`;
	return `The emulator cannot listen on port ${port}: ${error.message}`;
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => {
			resolve();
		});
		server.closeAllConnections();
	});
}
