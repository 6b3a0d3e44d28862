import { TargetError } from '../../../nodes/AdobeTarget/api/targetError';
import { edgeAddress, edgeFrom } from '../../../nodes/AdobeTarget/api/edge';
import { expectSentences } from './answering';

describe('edgeFrom', () => {
	test('makes the host from the client code', () => {
		expect(edgeFrom({ clientCode: 'DemoClient' }).baseUrl).toBe('https://democlient.tt.omtrdc.net');
	});

	test.each([
		['https://target.example.com', 'https://target.example.com'],
		['https://target.example.com/', 'https://target.example.com'],
		['https://proxy.example.com/target/', 'https://proxy.example.com/target'],
		['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
		['http://localhost:8090', 'http://localhost:8090'],
		['http://[::1]:8090', 'http://[::1]:8090'],
		['http://127.100.20.3', 'http://127.100.20.3'],
		['https://proxy.example.com//', 'https://proxy.example.com'],
	])('takes %s', (edgeUrl, baseUrl) => {
		expect(edgeFrom({ clientCode: 'c', edgeUrl }).baseUrl).toBe(baseUrl);
	});

	test.each([
		['http://target.example.com', 'not https'],
		['http://127.0.0.1.example.com', 'not https'],
		['http://example.localhost', 'not https'],
		['http://my127.0.0.1.example.com', 'not https'],
		['ftp://127.0.0.1', 'not https'],
		['target.example.com', 'not an address'],
		['https://user:word@target.example.com', 'more than host and path'],
		['https://user@target.example.com', 'more than host and path'],
		['https://:word@target.example.com', 'more than host and path'],
		['https://target.example.com/?a=1', 'more than host and path'],
		['https://target.example.com/#a', 'more than host and path'],
	])('refuses %s', (edgeUrl, reason) => {
		expect(() => edgeFrom({ clientCode: 'c', edgeUrl })).toThrow(reason);
	});

	test.each(['', 'a.b', 'evil.example.com/', 'a@b', 'a b', 'a\nb', '../a', 'é', 'a:1', 'a#', 'a?'])(
		'refuses the client code %j, which could change host or path',
		(clientCode) => {
			expect(() => edgeFrom({ clientCode })).toThrow('The client code in the credential is not valid');
		},
	);

	test('addresses lie below the path of a reverse proxy', () => {
		const edge = edgeFrom({ clientCode: 'c', edgeUrl: 'https://proxy.example.com/target/' });
		expect(edgeAddress(edge, '/m2/c/profile/update')).toBe(
			'https://proxy.example.com/target/m2/c/profile/update',
		);
	});

	test.each([
		['the client code in the credential', { clientCode: 'a b' }],
		['the edge URL', { clientCode: 'c', edgeUrl: 'example' }],
		['the edge URL', { clientCode: 'c', edgeUrl: 'http://example.com' }],
		['the edge URL', { clientCode: 'c', edgeUrl: 'https://example.com/?a' }],
	])('a fault is named, with advice: %s', (what, settings) => {
		let error: unknown;
		try {
			edgeFrom(settings);
		} catch (caught) {
			error = caught;
		}
		expect(error).toBeInstanceOf(TargetError);
		expectSentences(error as TargetError);
		expect((error as TargetError).message.toLowerCase()).toContain(what.toLowerCase());
	});
});
