import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';

export const FORM = 'application/x-www-form-urlencoded';

/** Runs a test against an emulator of its own, and closes that whatever happens. */
export async function withEmulator(
	options: EmulatorOptions,
	test: (emulator: Emulator) => Promise<void>,
): Promise<void> {
	const emulator = await startEmulator(options);
	try {
		await test(emulator);
	} finally {
		await emulator.close();
	}
}

interface Sent {
	status: number;
	text: string;
	headers: Headers;
}

/** A POST of a URL-encoded form; `path` comes after `/m2/democlient/`. */
export async function post(
	emulator: Emulator,
	path: string,
	body: string | Buffer,
	headers: Record<string, string> = {},
): Promise<Sent> {
	return read(
		fetch(`${emulator.url}/m2/democlient/${path}`, {
			method: 'POST',
			headers: { 'content-type': FORM, ...headers },
			body,
		}),
	);
}

/** A GET; `path` begins with `/`. */
export async function get(
	emulator: Emulator,
	path: string,
	headers: Record<string, string> = {},
): Promise<Sent> {
	return read(fetch(emulator.url + path, { headers }));
}

/** The content of an XML element, with `&amp;` read back; empty if there is no such element. */
export function element(xml: string, name: string): string {
	return (new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '').replaceAll('&amp;', '&');
}

/** Uploads a batch to v2, or to the version given. */
export async function upload(emulator: Emulator, lines: string[], version = 'v2/'): Promise<Sent> {
	return post(emulator, `${version}profile/batchUpdate`, `batch=${lines.join('\n')}`);
}

async function read(answer: Promise<Response>): Promise<Sent> {
	const response = await answer;
	return { status: response.status, text: await response.text(), headers: response.headers };
}
