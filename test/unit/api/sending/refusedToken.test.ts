import {
	isAboutToken,
	messageOfNo,
	refusalOfToken,
} from '../../../../nodes/AdobeTarget/api/sending/refusedToken';

test.each([
	'Invalid token',
	'Token expired',
	'The token has expired',
	'Token is not valid',
	'The profile authentication token is not valid',
	'Access token required',
	'Missing authorization header',
	'The Authorization header is missing',
	'Unauthorized',
	'User is not authorized',
	'Not authenticated',
	'Authentication failed',
	'Access denied',
	'Forbidden',
	'No token was given',
	'token does not match',
])('"%s" is about the token', (message) => {
	expect(isAboutToken(message)).toBe(true);
});

test.each([
	'',
	'Batch is empty',
	'Unexpected Error',
	'Unexpected Error: Bearer (token)',
	'Unexpected token , at line 3',
	'Unexpected token < in JSON at position 0',
	'The column "author" is there twice',
	'authored by nobody',
	'profile.tokens is not a number',
	'The value of token_count is wrong',
	'Too many attributes',
	'batch= is missing',
	'Client code is not valid',
])('"%s" is not', (message) => {
	expect(isAboutToken(message)).toBe(false);
});

const no = (message: string) => `<response><success>false</success><message>${message}</message></response>`;

test.each([
	['XML', no('a'), 'a'],
	['XML in other letters', '<RESPONSE><Success>FALSE</Success><Message>a</Message></RESPONSE>', 'a'],
	['text without tags', 'falseBatch is empty', 'Batch is empty'],
	['JSON', '{"success":false,"message":"a"}', 'a'],
	['JSON with a text', '{"success":"false","message":"a"}', 'a'],
	['JSON with a text in other letters', '{"success":"FALSE","message":"a"}', 'a'],
	['JSON without words', '{"success":false}', ''],
	['JSON whose words are no text', '{"success":false,"message":{"a":1}}', ''],
	['a yes', no('a').replace('false', 'true'), undefined],
	['a yes in JSON', '{"success":true,"message":"false"}', undefined],
	['a profile with such an attribute', '{"profileAttributes":{"success":{"value":"false"}}}', undefined],
	['a status', '<response><batchId>1</batchId><status>false</status></response>', undefined],
	['half an answer', no('a').slice(0, 50), undefined],
	['a page', '<html>false</html>', undefined],
	['nothing', '', undefined],
])('the message of a no is found in %s', async (_, text, message) => {
	expect(await messageOfNo(text)).toBe(message);
});

test.each([
	[200, no('Invalid token'), 'perhaps'],
	[201, no('Invalid token'), 'perhaps'],
	[200, no('Batch is empty'), undefined],
	[200, '{"success":false,"message":"Unauthorized"}', 'perhaps'],
	[200, 'Invalid token', undefined],
	[302, '', 'perhaps'],
	[400, no('Invalid token'), 'perhaps'],
	[400, no('Batch is empty'), undefined],
	[400, 'Token expired', 'perhaps'],
	[400, '{"error":"invalid_token","message":"Access token is not valid"}', 'perhaps'],
	[400, '<html><title>400 - Invalid token</title></html>', 'perhaps'],
	[400, '<html>Bad Request</html>', undefined],
	[400, `${'a'.repeat(16_000)} Token expired`, undefined],
	[404, 'Invalid token', undefined],
	[401, '', 'surely'],
	[403, '<html>', 'surely'],
	[404, '', undefined],
	[500, no('Invalid token'), undefined],
	[503, '', undefined],
])('HTTP %i with %j refuses the token: %s', async (status, text, refusal) => {
	expect(await refusalOfToken({ status, text, retryAfter: undefined })).toBe(refusal);
});
