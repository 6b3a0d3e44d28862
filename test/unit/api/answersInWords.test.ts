import { createProfileToken, existingProfileToken } from '../../../nodes/AdobeTarget/api/tokens/adminApi';
import { readBatchStatus } from '../../../nodes/AdobeTarget/api/calls/batchStatus';
import type { Connection } from '../../../nodes/AdobeTarget/api/sending/connection';
import { fetchProfile } from '../../../nodes/AdobeTarget/api/calls/fetchProfile';
import { requestImsToken } from '../../../nodes/AdobeTarget/api/tokens/imsToken';
import { submitBatch } from '../../../nodes/AdobeTarget/api/calls/submitBatch';
import { submitUpdate } from '../../../nodes/AdobeTarget/api/calls/submitUpdate';
import type { TargetAnswer } from '../../../nodes/AdobeTarget/api/http/transport';
import { answering, errorOf, SERVER_TO_SERVER } from './answering';

const STATUS_PATH = '/m2/democlient/profile/batchStatus?batchId=1';

/** What can be asked of Adobe. */
const CALLS = {
	update: (to: Connection) => submitUpdate(to, 'mboxPC=1&profile.a=x'),
	batch: (to: Connection) => submitBatch(to, 'v2', Buffer.from('batch=pcId,a\n1,x')),
	status: (to: Connection) => readBatchStatus(to, `https://democlient.tt.omtrdc.net${STATUS_PATH}`, true),
	elsewhere: (to: Connection) => readBatchStatus(to, `https://mboxedge45.tt.omtrdc.net${STATUS_PATH}`, true),
	profile: (to: Connection) => fetchProfile(to, 'pcId', '1'),
	signIn: ({ transport }: Connection) => requestImsToken(transport, SERVER_TO_SERVER),
	token: ({ transport }: Connection) =>
		existingProfileToken({ transport, settings: SERVER_TO_SERVER, imsToken: 'sample-ims-token' }),
	newToken: ({ transport }: Connection) =>
		createProfileToken({ transport, settings: SERVER_TO_SERVER, imsToken: 'sample-ims-token' }),
};

type Call = keyof typeof CALLS;

const json = (status: number, body: object): Partial<TargetAnswer> => ({
	status,
	text: JSON.stringify(body),
});
const no = (message: string): Partial<TargetAnswer> => ({
	text: `<response><success>false</success><message>${message}</message></response>`,
});

const ANSWERS = {
	'401': { status: 401 },
	'403': { status: 403 },
	'404': { status: 404 },
	'413': { status: 413 },
	'429': { status: 429 },
	'500': { status: 500 },
	'503': { status: 503 },
	'a redirect': { status: 302 },
	'a no': no('Something else'),
	'a no about the token': no('The access token has expired'),
	'a no in JSON': json(200, { success: false, message: 'Something else' }),
	'any JSON': json(200, { status: 'ok' }),
	'a page': { text: '<!DOCTYPE html><html><body>Hello</body></html>' },
	nothing: { text: '' },
	'401013': json(401, { error_code: '401013', message: 'Oauth token is not valid' }),
	'403003': json(403, { error_code: '403003', message: 'Api Key is invalid' }),
	'403025': json(403, { error_code: '403025', message: 'Profile is not valid' }),
	'429050': json(429, { error_code: '429050', message: 'Too many requests' }),
	'429050 as 403': json(403, { error_code: '429050', message: 'Too many requests' }),
	'its own 404': json(404, { httpStatus: 404, errors: [{ errorCode: 'NotFound', message: 'None' }] }),
	'a wrong ID': json(400, { error: 'invalid_client', error_description: 'invalid client_id parameter' }),
	'a wrong secret': json(400, {
		error: 'invalid_client',
		error_description: 'invalid client_secret parameter',
	}),
} satisfies Record<string, Partial<TargetAnswer>>;

const UPLOADS: Call[] = ['update', 'batch'];
const EDGE: Call[] = [...UPLOADS, 'status', 'profile'];
const ADMIN: Call[] = ['token', 'newToken'];

/** What each call says of each answer: the message, and what has to be in the advice. */
const TABLE: ReadonlyArray<
	readonly [answer: keyof typeof ANSWERS, calls: readonly Call[], message: RegExp, advice: RegExp]
> = [
	['401', EDGE, /^Target refused the profile authentication token$/, /expired/],
	['403', EDGE, /^Target refused the profile authentication token$/, /debugger token/],
	['401', ['elsewhere'], /^The host of the status URL does not let/, /batch ID alone/],
	['401', ['signIn'], /^Adobe’s identity service gave no token$/, /IMS URL/],
	['401', ADMIN, /^Adobe’s Admin API did not take the sign-in$/, /scopes/],
	['403', ADMIN, /^The credential may not use Adobe’s Admin API/, /product profile/],
	['404', ['update', 'batch', 'profile'], /^Target does not know this address$/, /client code/],
	['404', ['status', 'elsewhere'], /^Target has no status of a batch at this address$/, /last ten/],
	[
		'404',
		['token'],
		/^Adobe’s Admin API does not say whether there is a profile token$/,
		/no token was created/,
	],
	['404', ['newToken'], /^Adobe’s Admin API does not know the tenant$/, /"demotenant"/],
	['its own 404', ['newToken'], /^Adobe’s Admin API does not know the tenant$/, /It says: "NotFound: None"/],
	['413', UPLOADS, /^Target says that the request is too large$/, /^Send (fewer|smaller)/],
	['429', ['update'], /^Target is limiting the requests$/, /1,000,000 single updates/],
	['429', ['batch', 'status', 'elsewhere'], /^Target is limiting the requests$/, /50 calls a minute/],
	['429', ['profile'], /^Target is limiting the requests$/, /^Wait a minute, then ask again/],
	['429', ['signIn', ...ADMIN], /is limiting the requests$/, /Wait some minutes/],
	[
		'500',
		['update', 'batch'],
		/^Target has a problem of its own$/,
		/Whether it took the request is not known/,
	],
	['500', ['status', 'profile'], /^Target has a problem of its own$/, /^Wait a little, and ask again/],
	['500', ['signIn', ...ADMIN], /has a problem of its own$/, /Wait some minutes/],
	['503', ['update'], /^Target has a problem of its own$/, /^Wait a little and send again/],
	['503', ['profile'], /^Target has a problem of its own$/, /^Wait a little, and ask again/],
	['503', ['batch', 'status', 'elsewhere'], /^Target is limiting the requests$/, /50 calls a minute/],
	['503', ['signIn'], /^Adobe’s identity service has a problem of its own$/, /Wait some minutes/],
	['503', ADMIN, /^Adobe’s Admin API does not serve for the moment$/, /50 calls a minute/],
	['a redirect', EDGE, /^Target’s address answered with a redirect/, /a token that they don’t take/],
	['a redirect', ['signIn'], /gave no token$/, /IMS URL/],
	['a redirect', ADMIN, /^Adobe’s Admin API refused the request$/, /Admin URL/],
	['a no', UPLOADS, /^Target refused the update: Something else$/, /nothing was taken over/],
	[
		'a no',
		['status', 'elsewhere'],
		/^Target gives no status of the batch$/,
		/Target says: "Something else"\.$/,
	],
	['a no', ['profile'], /^Target does not give the profile$/, /Target says: "Something else"\.$/],
	['a no in JSON', ['profile'], /^Target does not give the profile$/, /Target says: "Something else"\.$/],
	['a no in JSON', ['status'], /^Target gives no status of the batch$/, /Target says: "Something else"\.$/],
	[
		'a no about the token',
		EDGE,
		/^Target refused the profile authentication token$/,
		/"The access token has/,
	],
	['a no about the token', ['elsewhere'], /^The host of the status URL does not let/, /batch ID alone/],
	['any JSON', EDGE, /^The answer could not be understood as one from Target$/, /edge URL/],
	['a page', EDGE, /^A web page came back instead of an answer from Target$/, /proxy/],
	['nothing', EDGE, /^Target’s answer was empty$/, /edge URL/],
	['any JSON', ADMIN, /^Adobe’s Admin API gave no profile token$/, /Admin URL/],
	['a page', ['signIn', ...ADMIN], /gave no (profile )?token$/, /proxy/],
	['nothing', ['signIn', ...ADMIN], /gave no (profile )?token$/, /proxy/],
	[
		'401013',
		ADMIN,
		/^Adobe’s Admin API calls the sign-in not valid$/,
		/IMS URL.*"401013: Oauth token is not/,
	],
	['403003', ADMIN, /^Adobe’s Admin API does not take this client ID$/, /add the API Adobe Target/],
	['403025', ADMIN, /^Adobe’s Admin API does not take the product profile/, /product profile of Target/],
	['429050', ADMIN, /^Adobe’s Admin API is limiting the requests$/, /\(HTTP 429\)/],
	['429050 as 403', ADMIN, /^Adobe’s Admin API is limiting the requests$/, /\(HTTP 403\)/],
	['a wrong ID', ['signIn'], /^Adobe does not know this client ID$/, /Adobe Developer Console/],
	['a wrong secret', ['signIn'], /^Adobe does not take the client secret$/, /Copy it anew/],
];

/** Calls of which no word speaks of the 50 a minute. */
const UNMETERED: readonly Call[] = ['update', 'profile', 'signIn'];

const ROWS = TABLE.flatMap(([answer, calls, ...words]) =>
	calls.map((call) => [answer, call, ...words] as const),
);

test.each(ROWS)('%s to the call "%s" is said in the words of what was asked', async (...row) => {
	const [answer, call, message, advice] = row;
	const error = await errorOf(CALLS[call](answering([ANSWERS[answer]])));
	expect(error.message).toMatch(message);
	expect(error.advice).toMatch(advice);
	if (UNMETERED.includes(call)) expect(error.advice).not.toMatch(/50 calls/);
	expect(`${error.message} ${error.advice}`).not.toMatch(/sample-(token|ims-token|client-secret)/);
});

test('what the Admin API’s own 404 says to the question for the token is no error', async () => {
	expect(await CALLS.token(answering([ANSWERS['its own 404']]))).toBeUndefined();
});
