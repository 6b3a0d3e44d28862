/** What `Buffer.from` passes over: white space, as a rule. */
const NO_BASE64 = /[^A-Za-z0-9+/\-_=]+/g;

/**
 * Decodes Base64 piece by piece: a file of many megabytes, as n8n keeps it in memory, would hold n8n up in one piece.
 *
 * @param data as `Buffer.from` takes it
 * @param bytes how large a piece is at most
 */
export function* base64Pieces(data: string, bytes: number): Generator<Buffer, void, undefined> {
	const characters = Math.floor(bytes / 3) * 4;
	let rest = '';
	for (let at = 0; at < data.length; at += characters) {
		const text = (rest + data.slice(at, at + characters)).replace(NO_BASE64, '');
		// Where it is padded it ends.
		if (text.includes('=')) return yield Buffer.from(text, 'base64');
		const whole = text.length - (text.length % 4);
		rest = text.slice(whole);
		yield Buffer.from(text.slice(0, whole), 'base64');
	}
	yield Buffer.from(rest, 'base64');
}
