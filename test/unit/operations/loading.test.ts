import { createTransport } from '../../../nodes/AdobeTarget/api/http/httpTransport';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';

jest.mock('undici', () => {
	throw new Error('undici is loaded');
});

test('the node is loaded without undici', () => {
	expect(() => jest.requireMock<object>('undici')).toThrow('undici is loaded');
	expect(new AdobeTarget().description.name).toBe('adobeTarget');
	expect(createTransport({ connections: 1, timeoutMs: 1_000 })).toHaveProperty('send');
});
