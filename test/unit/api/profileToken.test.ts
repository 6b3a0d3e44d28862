import { checkProfileToken } from '../../../nodes/AdobeTarget/api/profileToken';
import { errorOf } from './answering';

test('a token is taken as it is', () => {
	expect(checkProfileToken('sample-token')).toBe('sample-token');
});

const ODD = 'The profile authentication token in the credential holds characters that no token has';

test.each([
	['', 'The credential has no profile authentication token'],
	['sample token', ODD],
	['sample\r\nx: y', ODD],
	['sämple', ODD],
])('the token %j is refused without repeating it, with advice', async (token, message) => {
	const error = await errorOf(Promise.resolve().then(() => checkProfileToken(token)));
	expect(error.message).toBe(message);
});
