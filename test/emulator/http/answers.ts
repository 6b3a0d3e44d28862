/** What goes back to the client. */
export interface PlainAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An answer of Target's own. */
export interface Answer extends PlainAnswer {
	/** Whether the request was turned down rather than done. */
	readonly refused: boolean;
}

export function xml(body: string, refused = false): Answer {
	return answer(200, 'application/xml', body, refused);
}

export function json(status: number, body: unknown): Answer {
	return answer(status, 'application/json', JSON.stringify(body), false);
}

/** Target's own refusal, which has the status 200 (Adobe's older Target API reference). */
export function refusalXml(message: string): string {
	return `<response><success>false</success><batchStatus></batchStatus><message>${message}</message></response>`;
}

/** A refusal in words. */
export function refusal(status: number, reason: string): Answer {
	return answer(status, 'text/plain', reason, true);
}

/** A page to sign in at, in place of an answer. */
export function redirectTo(location: string): Answer {
	const { headers, ...rest } = answer(302, 'text/html', '', true);
	return { ...rest, headers: { ...headers, location } };
}

/** What a host says to a path or client code it does not know: a page for people, not an API's answer. */
export function notFoundPage(): Answer {
	return page(404, 'Not Found');
}

/** A refusal as a page for people. */
export function page(status: number, title: string): Answer {
	const html = `<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`;
	return answer(status, 'text/html', `<!DOCTYPE html>${html}`, true);
}

export function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function answer(status: number, mediaType: string, body: string, refused: boolean): Answer {
	return { status, headers: { 'content-type': `${mediaType};charset=UTF-8` }, body, refused };
}
