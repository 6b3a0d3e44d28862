import { checkProfileId } from '../../../nodes/AdobeTarget/profiles/profileId';

describe('checkProfileId', () => {
	test.each([
		['thirdPartyId', 'customer-1', 'customer-1'],
		['thirdPartyId', 42, '42'],
		['thirdPartyId', 0, '0'],
		['thirdPartyId', 12_345_678_901_234_567_890n, '12345678901234567890'],
		['thirdPartyId', ' without white space around it\n', 'without white space around it'],
		['thirdPartyId', 'x'.repeat(256), 'x'.repeat(256)],
		['pcId', '1368007744041-575948.01_00', '1368007744041-575948.01_00'],
		['pcId', 'a+b/c', 'a+b/c'],
	] as const)('takes a %s of %p', (idType, value, id) => {
		expect(checkProfileId(idType, value)).toBe(id);
	});

	test.each([
		['thirdPartyId', undefined, 'The third-party ID is missing'],
		['thirdPartyId', null, 'The third-party ID is missing'],
		['pcId', '', 'The PC ID is missing'],
		['thirdPartyId', ' \n', 'The third-party ID holds only white space'],
		['thirdPartyId', { id: 1 }, 'The third-party ID is neither text nor a number'],
		['thirdPartyId', ['a'], 'The third-party ID is neither text nor a number'],
		['thirdPartyId', true, 'The third-party ID is neither text nor a number'],
		['thirdPartyId', 'a+b', 'The third-party ID "a+b" holds a "+" or "/"'],
		['thirdPartyId', 'a/b', 'The third-party ID "a/b" holds a "+" or "/"'],
		['pcId', 'x'.repeat(257), 'The PC ID is 257 characters long; Target takes at most 256'],
	] as const)('refuses a %s of %j', (idType, value, message) => {
		expect(() => checkProfileId(idType, value)).toThrow(message);
	});
});
