import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Request {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	/** Sent as they are, and no others but what HTTP asks for: no `User-Agent` unless it stands here. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: Buffer;
}

/** An answer. `location` is where a redirect leads; it is not followed. */
export interface Reply {
	readonly status: number;
	readonly contentType: string;
	readonly location?: string;
	readonly body: string;
}

const TIMEOUT_MS = 60_000;

/** Characters of an answer that are read. */
const LONGEST_ANSWER = 1_000_000;

/**
 * Asks one question over a connection of its own, without a library in between: what is sent is what stands here.
 *
 * @throws Error with a code such as ECONNREFUSED where no answer comes
 */
export async function ask({ method, url, headers, body }: Request): Promise<Reply> {
	const send = url.startsWith('https:') ? requestHttps : requestHttp;
	return await new Promise((resolve, reject) => {
		const length = method === 'POST' ? { 'content-length': String(body?.length ?? 0) } : {};
		const request = send(url, { method, agent: false, headers: { ...headers, ...length } }, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (piece: string) => {
				if (text.length < LONGEST_ANSWER) text += piece;
			});
			response.on('error', reject);
			response.on('end', () => {
				const { location } = response.headers;
				resolve({
					status: response.statusCode ?? 0,
					contentType: response.headers['content-type'] ?? '',
					...(location !== undefined && { location }),
					body: text,
				});
			});
		});
		request.setTimeout(TIMEOUT_MS, () => {
			request.destroy(new Error('no answer within a minute'));
		});
		request.on('error', reject);
		request.end(body);
	});
}
