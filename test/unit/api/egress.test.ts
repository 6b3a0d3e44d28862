import { guardedTransport, isOnDomainList } from '../../../nodes/AdobeTarget/api/egress';
import { answering, errorOf } from './answering';

test.each([
	['edge.example.com', 'edge.example.com', true],
	['Edge.Example.com', 'edge.EXAMPLE.com', true],
	['edge.example.com', 'other.example.com, edge.example.com ', true],
	['edge.example.com', '*.example.com', true],
	['a.edge.example.com', '*.example.com', true],
	['example.com', '*.example.com', false],
	['evilexample.com', '*.example.com', false],
	['edge.example.com', 'example.com', false],
	['edge.example.com', '', false],
	['edge.example.com', ' , ', false],
	['', ',', false],
])('whether %j is on the list %j: %s', (host, domains, expected) => {
	expect(isOnDomainList(host, domains)).toBe(expected);
});

test('a request goes only where the rules let it, and says why it does not', async () => {
	const { transport, requests } = answering([{ text: 'hello' }]);
	const guarded = guardedTransport(transport, {
		blocked: (url) => Promise.resolve(url.includes('internal') ? 'Ask who runs n8n.' : undefined),
	});
	const request = { method: 'GET', url: 'https://edge.example.com/', headers: {} } as const;
	expect(await guarded.send(request)).toMatchObject({ text: 'hello' });
	const error = await errorOf(guarded.send({ ...request, url: 'https://internal.example.com:8443/a' }));
	expect(error).toMatchObject({
		message: 'n8n does not let requests go to internal.example.com:8443',
		advice: 'Ask who runs n8n.',
		retry: 'never',
	});
	expect(requests).toEqual([request]);
});

test('closing closes what is below', async () => {
	const { transport } = answering([]);
	const close = jest.spyOn(transport, 'close');
	await guardedTransport(transport, { blocked: () => Promise.resolve(undefined) }).close();
	expect(close).toHaveBeenCalledTimes(1);
});
