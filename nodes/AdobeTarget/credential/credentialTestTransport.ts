import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';

import type { ICredentialTestFunctions } from 'n8n-workflow';

import { AnswerBody } from '../api/http/answerBody';
import { BrokenInUse, BrokenOff, ProxyFailure } from '../api/http/brokenOff';
import { networkError } from '../api/http/networkError';
import { checkN8nsWay } from '../api/http/connecting/proxy';
import { USER_AGENT } from '../api/http/userAgent';
import { unlessAborted } from '../api/onAbort';
import { MESSAGES as HTTP } from '../api/http/messages';
import { BLOCKED } from './messages';
import { say } from '../say';
import { TargetError } from '../api/targetError';
import { DEFAULT_ANSWER_BYTES } from '../api/http/transport';
import type { TargetAnswer, TargetRequest, Transport } from '../api/http/transport';

/** How the errors of n8n's SSRF filter are called. */
const BLOCKING = new Set<unknown>(['SsrfBlockedIpError', 'SsrfBlockedHostnameError']);

/** What Node.js asked the system for when a connection broke that was there. */
const IN_USE = new Set<unknown>(['read', 'write']);

/** A cause may be its own cause. */
const MOST_CAUSES = 5;

/** What a code of Node.js looks like. Nothing else of an error is taken from n8n: it may hold an answer, or a token. */
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * The way to Target for the test of a credential, by n8n's own helper: n8n gives such a test no SSRF filter, but
 * filters what goes by the helper. Nothing is kept: each request has a connection of its own.
 *
 * @param timeoutMs how long a request may take, from its beginning to the end of its answer
 */
export function credentialTestTransport(
	{ helpers }: Pick<ICredentialTestFunctions, 'helpers'>,
	timeoutMs: number,
): Transport {
	const underWay = new Set<AbortController>();
	return {
		async send(request) {
			const { signal } = request;
			signal?.throwIfAborted();
			const address = new URL(request.url);
			checkN8nsWay(address);
			const ending = new AbortController();
			const alarm = setTimeout(() => {
				ending.abort(new BrokenOff('NO_ANSWER_IN_TIME'));
			}, timeoutMs);
			const either = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]);
			underWay.add(ending);
			try {
				return await unlessAborted(ask(helpers, request, either, timeoutMs), either);
			} catch (error) {
				signal?.throwIfAborted();
				throw inWords(error, address.host, request);
			} finally {
				clearTimeout(alarm);
				underWay.delete(ending);
				// Ends the connection, whatever n8n still does with it.
				ending.abort();
			}
		},
		close() {
			for (const one of underWay) one.abort(new BrokenOff('CLOSED'));
			return Promise.resolve();
		},
	};
}

async function ask(
	helpers: ICredentialTestFunctions['helpers'],
	{ method, url, headers, body, maxAnswerBytes = DEFAULT_ANSWER_BYTES }: TargetRequest,
	signal: AbortSignal,
	timeoutMs: number,
): Promise<TargetAnswer> {
	const answer: unknown = await helpers.request({
		method,
		uri: url,
		// What is compressed may be much longer than it seems.
		headers: { 'user-agent': USER_AGENT, ...headers, 'accept-encoding': 'identity' },
		...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
		simple: false,
		resolveWithFullResponse: true,
		// Otherwise n8n reads an answer to its end, however long it is.
		useStream: true,
		timeout: timeoutMs,
		// They reach the socket; the helper itself can't be stopped.
		agentOptions: { signal },
	});
	const status = field(answer, 'statusCode');
	const stream = field(answer, 'body');
	if (typeof status !== 'number' || !(stream instanceof Readable)) throw new TypeError('n8n gave no answer');
	// When a proxy makes no tunnel, its own answer looks like the host's. Only the missing TLS tells them apart.
	const socket = field(field(answer, 'request'), 'socket');
	if (url.startsWith('https:') && socket instanceof Socket && !(socket instanceof TLSSocket)) {
		stream.destroy();
		throw new ProxyFailure('refused', { code: `HTTP ${status}` });
	}
	const text = await readText(stream, maxAnswerBytes, signal);
	const retryAfter = field(field(answer, 'headers'), 'retry-after');
	return { status, text, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
}

/** What is longer than it may be is cut off. */
async function readText(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<string> {
	const body = new AnswerBody();
	// Leaving the loop destroys the stream.
	for await (const piece of stream) {
		signal.throwIfAborted();
		if (!Buffer.isBuffer(piece)) throw new TypeError('n8n gave an answer that is no bytes');
		body.add(piece);
		if (body.length > maxBytes) break;
	}
	return body.text();
}

/** What n8n's helper has thrown, in our own words. */
function inWords(error: unknown, host: string, request: TargetRequest): TargetError {
	if (error instanceof ProxyFailure) return networkError(error, host, request);
	const errors = withCauses(error);
	if (errors.some((one) => BLOCKING.has(field(one, 'name')))) {
		return new TargetError(...say(HTTP.notAllowed, { host, reason: BLOCKED.byFilterOfTest }));
	}
	const code = errors
		.map((one) => field(one, 'code'))
		.find((found): found is string => typeof found === 'string' && CODE.test(found));
	const failure = { code: code?.startsWith('HPE_') ? 'HTTPParserError' : code };
	const isInUse = errors.some((one) => IN_USE.has(field(one, 'syscall')));
	return networkError(isInUse ? new BrokenInUse(failure) : failure, host, request);
}

/** An error and what caused it: n8n's HTTP client hides a reason behind an error of its own. */
function withCauses(error: unknown): unknown[] {
	const found: unknown[] = [];
	for (let one = error; one !== undefined && found.length < MOST_CAUSES; one = field(one, 'cause')) {
		found.push(one);
	}
	return found;
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
