import { createTransport } from '../../../nodes/AdobeTarget/api/http/httpTransport';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';

jest.mock('undici', () => {
	throw new Error('undici is loaded');
});

test('the node is loaded without undici, which is loaded for the first request', async () => {
	expect(new AdobeTarget().description.name).toBe('adobeTarget');
	const transport = createTransport({ connections: 1, timeoutMs: 1_000 });
	const request = { method: 'GET', url: 'http://127.0.0.1:9', headers: {} } as const;
	await expect(transport.send(request)).rejects.toThrow('undici is loaded');
});
