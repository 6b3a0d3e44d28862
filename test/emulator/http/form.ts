import type { IncomingHttpHeaders } from 'node:http';

import { Refusal } from './refusal';
import { decodeFormText, decodePercent, excerpt, refuseRawCharacters } from './urlDecoding';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Refuses a body that is not announced as a plain URL-encoded form in UTF-8.
 *
 * @throws Refusal naming the header
 */
export function requireFormContentType(headers: IncomingHttpHeaders): void {
	const contentType = headers['content-type'] ?? '';
	const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
	if (type !== FORM) throw new Refusal(`the content type is "${contentType}", it has to be ${FORM}`);
	const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
	if (charset !== undefined && charset.replaceAll('"', '') !== 'utf-8') {
		throw new Refusal(`the charset is ${charset}, it has to be utf-8`);
	}
	const encoding = headers['content-encoding'];
	if (encoding !== undefined) throw new Refusal(`the content encoding is "${encoding}", it has to be absent`);
}

/**
 * Decodes `name=value&name=value`, a query or the body of a form.
 *
 * @param text one character per byte (latin1)
 * @throws Refusal for anything that a form encoder would not have written, and for a name given twice
 */
export function decodePairs(text: string): Map<string, string> {
	const pairs = new Map<string, string>();
	if (text === '') return pairs;
	for (const pair of text.split('&')) {
		const equals = pair.indexOf('=');
		if (equals < 0) throw new Refusal(`parameter "${excerpt(pair)}" without "="`);
		refuseRawCharacters(pair);
		const name = decodePercent(pair.slice(0, equals));
		if (pairs.has(name)) throw new Refusal(`parameter "${excerpt(name)}" is given twice`);
		pairs.set(name, decodePercent(pair.slice(equals + 1)));
	}
	return pairs;
}

/**
 * Decodes a query or the body of a form as a server does that takes what comes: of a name given twice the first counts.
 *
 * @param text one character per byte (latin1)
 * @throws Refusal for an escape that is none
 */
export function decodePairsLoosely(text: string): Map<string, string> {
	const pairs = new Map<string, string>();
	for (const pair of text.split('&')) {
		if (pair === '') continue;
		const [name = '', ...values] = pair.split('=');
		const decoded = decodeFormText(name);
		if (!pairs.has(decoded)) pairs.set(decoded, decodeFormText(values.join('=')));
	}
	return pairs;
}
