import { refusalXml, type PlainAnswer } from '../http/answers';

/** How an echoed token is written. */
export const ECHO_ENCODINGS = ['plain', 'xml', 'percent', 'base64'] as const;

export type EchoEncoding = (typeof ECHO_ENCODINGS)[number];

/**
 * Where the token of a request comes back: in the words of the right answer, in a page of an edge that could not reach
 * Target, or in the reason of a refusal.
 */
export const ECHO_PLACES = ['answer', 'page', 'refusal'] as const;

export type EchoPlace = (typeof ECHO_PLACES)[number];

/** Every character in the encoding's own way, as nothing says which of them an edge would spare. */
export function encodedEcho(token: string, encoding: EchoEncoding): string {
	switch (encoding) {
		case 'plain':
			return token;
		case 'xml':
			return eachByte(token, (hex) => `&#x${hex};`);
		case 'percent':
			return eachByte(token, (hex) => `%${hex}`);
		case 'base64':
			return Buffer.from(token).toString('base64');
	}
}

/** The answer with the token in it, as an edge writes it that echoes the headers of a request. */
export function echoing(real: PlainAnswer, echo: string, place: EchoPlace, status = 502): PlainAnswer {
	switch (place) {
		case 'answer':
			return { ...real, body: real.body.startsWith('{') ? inJson(real.body, echo) : inXml(real.body, echo) };
		case 'page':
			return {
				status,
				headers: { 'content-type': 'text/html;charset=UTF-8' },
				body: `<html><head><title>${status}</title></head><body><h1>The edge failed</h1><pre>authorization: Bearer ${echo}</pre></body></html>`,
			};
		case 'refusal':
			return { ...real, status: 200, body: refusalXml(`Unexpected Error: Bearer ${echo}`) };
	}
}

/** The token that came with a request, if one did. */
export function tokenIn(authorization: string | undefined): string | undefined {
	return /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
}

function eachByte(text: string, write: (hex: string) => string): string {
	return [...Buffer.from(text)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
}

/** The message, the status URL and the status word are what a client shows of an answer. */
function inXml(body: string, echo: string): string {
	return body
		.replace('</message>', ` (Bearer ${echo})</message>`)
		.replace(/(<batchStatus>[^<]+)</, `$1&amp;token=${echo}<`)
		.replace('</status>', ` ${echo}</status>`);
}

function inJson(body: string, echo: string): string {
	const answer = JSON.parse(body) as { message?: string; profileAttributes?: Record<string, unknown> };
	if (answer.message !== undefined) answer.message += ` (Bearer ${echo})`;
	if (answer.profileAttributes !== undefined)
		answer.profileAttributes.lastRequest = { value: `Bearer ${echo}` };
	return JSON.stringify(answer);
}
