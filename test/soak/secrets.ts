import type { Random } from '../emulator/random';

/** A sample of a profile authentication token: a UUID, drawn by chance so that nothing else reads alike. */
export function sampleToken(random: Random): string {
	const digits = (count: number) =>
		Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
	return [8, 4, 4, 4, 12].map(digits).join('-');
}

/**
 * Whether a text shows a secret or one half of it: as it is, in XML entities, percent-encoded, in Base64, or in one of
 * these within another.
 */
export function shows(text: string, secret: string): boolean {
	const middle = Math.ceil(secret.length / 2);
	const signs = [secret.slice(0, middle), secret.slice(middle)].flatMap((half) => [half, ...inBase64(half)]);
	let reading = text;
	for (let layer = 0; layer < 3; layer++) {
		if (signs.some((sign) => reading.includes(sign))) return true;
		const decoded = withoutPercent(withoutEntities(reading));
		if (decoded === reading) return false;
		reading = decoded;
	}
	return false;
}

/** How a text reads within Base64, by what stands before it: without the digits that it shares with its neighbours. */
function inBase64(text: string): string[] {
	return [0, 1, 2].map((before) => {
		const digits = Buffer.from('x'.repeat(before) + text)
			.toString('base64')
			.replace(/=+$/, '');
		return digits.slice(Math.ceil((before * 8) / 6), -1);
	});
}

function withoutEntities(text: string): string {
	return text
		.replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => charactersOf(parseInt(hex, 16)))
		.replace(/&#(\d{1,7});/g, (_, decimal: string) => charactersOf(Number(decimal)));
}

function withoutPercent(text: string): string {
	return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function charactersOf(codePoint: number): string {
	return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '';
}
