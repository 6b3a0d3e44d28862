import { buildUpdateForm } from '../../../../nodes/AdobeTarget/profiles/attributes/updateForm';

describe('buildUpdateForm', () => {
	test('names a third-party ID and prefixes attributes', () => {
		expect(buildUpdateForm('thirdPartyId', 'c 1', [['tier', 'gold & more']])).toEqual({
			body: 'mbox3rdPartyId=c%201&profile.tier=gold%20%26%20more',
			attributes: 1,
		});
	});

	test('names a PC ID and keeps its location hint', () => {
		expect(buildUpdateForm('pcId', '13-57.28_20', [['a', '1']]).body).toBe('mboxPC=13-57.28_20&profile.a=1');
	});

	test('of two attributes with one name the last counts', () => {
		expect(
			buildUpdateForm('pcId', '1', [
				['a', '1'],
				['a', '2'],
			]),
		).toEqual({ body: 'mboxPC=1&profile.a=2', attributes: 1 });
	});

	test('refuses an update without attributes', () => {
		expect(() => buildUpdateForm('pcId', '1', [])).toThrow('No attribute of this item has a value');
	});

	test('takes a body of 60,000 bytes and refuses one more, counted after encoding', () => {
		const overhead = 'mboxPC=1&profile.a='.length;
		expect(buildUpdateForm('pcId', '1', [['a', 'x'.repeat(60_000 - overhead)]]).body).toHaveLength(60_000);
		expect(() => buildUpdateForm('pcId', '1', [['a', `${'x'.repeat(60_000 - overhead - 2)}é`]])).toThrow(
			'The update is 60004 bytes large once encoded; Target takes at most 60000',
		);
	});
});
