import { InvalidRows } from '../../../../nodes/AdobeTarget/profiles/batches/invalidRows';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';

describe('rows of a merged profile that can’t be sent', () => {
	const error = new InvalidProfile('too large', '');

	test('are each known by their items, and the others counted', () => {
		const invalid = new InvalidRows();
		invalid.addMerged({ item: 3, file: 0, line: 0, error }, 5, [4, 9, 9]);
		expect(invalid.count).toBe(5);
		expect(invalid.first.map(({ item, others = 0 }) => [item, others])).toEqual([
			[3, 2],
			[4, 0],
			[9, 0],
		]);
	});

	test('are counted beside the first where they are lines of a file', () => {
		const invalid = new InvalidRows();
		invalid.addMerged({ item: 3, file: 0, line: 7, error }, 5, [3, 4]);
		expect(invalid.first).toMatchObject([{ item: 3, line: 7, others: 4 }]);
	});
});
