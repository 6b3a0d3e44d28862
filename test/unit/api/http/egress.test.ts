import { getEventListeners } from 'node:events';

import { guardedTransport, isOnDomainList } from '../../../../nodes/AdobeTarget/api/http/egress';
import { answering, errorOf } from '../answering';

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

test('where no rules are known, nothing stands between', () => {
	const { transport } = answering([]);
	expect(guardedTransport(transport, {})).toBe(transport);
});

test('the rules are asked again only when the address is another one', async () => {
	const asked: string[] = [];
	const { transport, requests } = answering([{ text: 'hello' }]);
	const guarded = guardedTransport(transport, {
		blocked: (url) => {
			asked.push(url);
			return Promise.resolve(undefined);
		},
	});
	const [a, b] = ['https://a.example.com/', 'https://b.example.com/'] as const;
	for (const url of [a, a, a, b, b, a]) await guarded.send({ method: 'GET', url, headers: {} });
	expect(asked).toEqual([a, b, a]);
	expect(requests).toHaveLength(6);
});

test('a request that is stopped waits no longer for the rules', async () => {
	const { transport, requests } = answering([{ text: 'hello' }]);
	const guarded = guardedTransport(transport, { blocked: () => new Promise(() => undefined) });
	const stop = new AbortController();
	const sending = guarded.send({
		method: 'GET',
		url: 'https://edge.example.com/',
		headers: {},
		signal: stop.signal,
	});
	const reason = new Error('stopped');
	stop.abort(reason);
	await expect(sending).rejects.toBe(reason);
	expect(requests).toEqual([]);
	expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
}, 2_000);
