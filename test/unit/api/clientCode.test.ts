import { clientCodeIn } from '../../../nodes/AdobeTarget/api/clientCode';
import { edgeFrom } from '../../../nodes/AdobeTarget/api/edge';
import { TargetError } from '../../../nodes/AdobeTarget/api/targetError';

test.each([
	['acme', 'acme'],
	['Acme_1-x', 'Acme_1-x'],
	['acme.tt.omtrdc.net', 'acme'],
	['acme.tt.omtrdc.net.', 'acme'],
	['ACME.TT.OMTRDC.NET', 'acme'],
	['acme.tt.omtrdc.net/', 'acme'],
	['//acme.tt.omtrdc.net', 'acme'],
	['https://acme.tt.omtrdc.net', 'acme'],
	['http://acme.tt.omtrdc.net/', 'acme'],
	['HTTPS://acme.tt.omtrdc.net?x=1#y', 'acme'],
	['https://acme.tt.omtrdc.net/rest/v1/profiles/thirdPartyId/1?client=acme', 'acme'],
	['https://acme.tt.omtrdc.net/m2/acme/profile/update', 'acme'],
	['https://acme.tt.omtrdc.net/m2/Acme/v2/profile/batchUpdate', 'Acme'],
	['acme.tt.omtrdc.net/m2/acme', 'acme'],
	['http://mboxedge45.tt.omtrdc.net/m2/acme/profile/batchStatus?batchId=acme-1-2', 'acme'],
	['https://target.example.com/m2/acme/profile/update', 'acme'],
	['https://acme_1.tt.omtrdc.net/', 'acme_1'],
])('%s has the client code %s', (given, clientCode) => {
	expect(clientCodeIn(given)).toBe(clientCode);
	expect(edgeFrom({ clientCode: given })).toMatchObject({
		clientCode,
		baseUrl: `https://${clientCode.toLowerCase()}.tt.omtrdc.net`,
	});
});

test.each([
	'',
	'a b',
	'acme.',
	'acme.example.com',
	'https://acme.example.com/',
	'evil.example.com/',
	'tt.omtrdc.net',
	'a.b.tt.omtrdc.net',
	'acme.tt.omtrdc.net.example.com',
	'acme.tt.omtrdc.net:8443',
	'acme@evil.tt.omtrdc.net',
	'https://user:word@acme.tt.omtrdc.net/',
	'ftp://acme.tt.omtrdc.net/',
	'javascript:acme.tt.omtrdc.net',
	'mboxedge45.tt.omtrdc.net',
	'https://mboxedge45.tt.omtrdc.net/',
	'https://acme.tt.omtrdc.net/m2/other/profile/update',
	'https://target.example.com/m2//profile',
	'https://target.example.com/m2/a%2Fb/profile',
	'https://target.example.com/x/m2/acme/',
	'/m2/acme/profile/update',
	'acme/../other',
	'äcme.tt.omtrdc.net ',
	'{{ $json.brand }}',
])('%j has none, and the error says what to paste', (given) => {
	expect(clientCodeIn(given)).toBeUndefined();
	const error = (() => {
		try {
			return edgeFrom({ clientCode: given });
		} catch (thrown) {
			return thrown;
		}
	})();
	expect(error).toBeInstanceOf(TargetError);
	expect(error).toMatchObject({
		message: 'The client code in the credential is not valid',
		ownAdvice: expect.stringContaining('Paste the client code alone, e.g. democlient') as unknown,
	});
});
