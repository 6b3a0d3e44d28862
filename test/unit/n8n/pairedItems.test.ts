import { firstItems } from '../../../nodes/AdobeTarget/n8n/pairedItems';

test('the items of several lists are linked each once, in the order in which they come', () => {
	expect(firstItems([[3, 1], [], [1, 2]])).toEqual([3, 1, 2]);
});
