import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';

/** Sends one request, as an execution does, and has nothing more to do: `oneRequest.ts <url>`. */
async function main(url: string): Promise<void> {
	const way = createTransport({ connections: 1, timeoutMs: 10_000 });
	const { text } = await way.send({ method: 'GET', url, headers: {} });
	await way.close();
	console.log(`${text} after ${Math.round(performance.now())} ms`);
}

void main(process.argv[2] ?? '');
