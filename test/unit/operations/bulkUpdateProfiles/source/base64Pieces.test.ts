import fc from 'fast-check';

import { base64Pieces } from '../../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/source/base64Pieces';

function decoded(data: string, bytes: number): Buffer {
	const pieces = [...base64Pieces(data, bytes)];
	for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(bytes);
	return Buffer.concat(pieces);
}

test('Base64 is decoded in pieces to what it is decoded to at once', () => {
	const text = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64'));
	const urlSafe = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
	const broken = fc.string({
		unit: fc.constantFrom('Y', 'Q', 'w', '+', '_', '\n', ' ', '\r'),
		maxLength: 200,
	});
	const lines = text.map((data) => data.replace(/.{1,7}/g, '$&\r\n'));
	fc.assert(
		fc.property(fc.oneof(text, urlSafe, broken, lines), fc.integer({ min: 3, max: 50 }), (data, bytes) => {
			expect(decoded(data, bytes).equals(Buffer.from(data, 'base64'))).toBe(true);
		}),
	);
});

test('what follows the padding is no part of a file', () => {
	expect(decoded('YQ==\nYmI=', 3).toString()).toBe('a');
});
