import { seededRandom } from '../../emulator/random';
import { encodedEcho, ECHO_ENCODINGS } from '../../emulator/faults/tokenEcho';
import { sampleToken, shows } from '../../soak/secrets';

const TOKEN = sampleToken(seededRandom(1));

test('a sample token is a UUID, the same for the same seed', () => {
	expect(TOKEN).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	expect(sampleToken(seededRandom(1))).toBe(TOKEN);
	expect(sampleToken(seededRandom(2))).not.toBe(TOKEN);
});

test.each(ECHO_ENCODINGS)('a token is found that is echoed as %s', (encoding) => {
	expect(shows(`{"message":"Bearer ${encodedEcho(TOKEN, encoding)} and more"}`, TOKEN)).toBe(true);
});

test.each([
	['in capital hex digits', encodedEcho(TOKEN, 'percent').toUpperCase()],
	['in decimal entities', TOKEN.replace(/./g, (digit) => `&#${digit.charCodeAt(0)};`)],
	['in percent within entities', encodedEcho(encodedEcho(TOKEN, 'percent'), 'xml')],
	['in entities within percent', encodedEcho(encodedEcho(TOKEN, 'xml'), 'percent')],
	['partly encoded', `${TOKEN.slice(0, 3)}%${TOKEN.charCodeAt(3).toString(16)}${TOKEN.slice(4)}`],
	['cut after its half', TOKEN.slice(0, 20)],
	['cut before its half', TOKEN.slice(-20)],
	['in Base64 behind "Bearer "', Buffer.from(`Bearer ${TOKEN}`).toString('base64')],
	[
		'in Base64 behind "authorization: Bearer "',
		Buffer.from(`authorization: Bearer ${TOKEN}`).toString('base64'),
	],
	['in Base64 before others', Buffer.from(`token=${TOKEN}&a=1`).toString('base64')],
	['in Base64 of URLs', Buffer.from(TOKEN).toString('base64url')],
	['in percent within Base64', encodedEcho(Buffer.from(TOKEN).toString('base64'), 'percent')],
])('a token is found that stands there %s', (_, text) => {
	expect(shows(`before ${text} after`, TOKEN)).toBe(true);
});

test.each([
	'',
	'Bearer ***',
	TOKEN.slice(0, 8),
	'100 % &#xffffff; &#9999999; %zz',
	sampleToken(seededRandom(2)),
])('no token is found in %j', (text) => {
	expect(shows(text, TOKEN)).toBe(false);
});
