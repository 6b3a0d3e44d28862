import { givenAddress, word } from '../../../../nodes/AdobeTarget/api/answers/word';

test('what Target wrote goes into the output, its first 500 characters where it is long', () => {
	expect(word('')).toBe('');
	expect(word('Batch is being processed')).toBe('Batch is being processed');
	expect(word('x'.repeat(500))).toBe('x'.repeat(500));
	expect(word('x'.repeat(501))).toBe(`${'x'.repeat(500)}…`);
});

test('an address that Target gave is taken whole, or not at all', () => {
	const address = 'https://mboxedge45.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=1';
	expect(givenAddress(address)).toBe(address);
	expect(givenAddress('x'.repeat(2_000))).toHaveLength(2_000);
	expect(givenAddress('x'.repeat(2_001))).toBeUndefined();
	expect(givenAddress('')).toBeUndefined();
	expect(givenAddress(undefined)).toBeUndefined();
});
