import { cappedFailureItems, firstItems } from '../../../nodes/AdobeTarget/operations/failure';
import { summaryItem } from '../../../nodes/AdobeTarget/operations/bulk/output';
import { itemPlaces } from '../../../nodes/AdobeTarget/operations/bulk/places';
import { BulkRun } from '../../../nodes/AdobeTarget/operations/bulk/run';
import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/attributeColumns';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/itemRows';
import { surveyRows } from '../../../nodes/AdobeTarget/profiles/survey';

/** How long something takes of this process, in milliseconds, the shortest of three times. */
function timeOf(work: () => unknown): number {
	const times = Array.from({ length: 3 }, () => {
		const { user, system } = process.cpuUsage();
		work();
		const used = process.cpuUsage({ user, system });
		return (used.user + used.system) / 1_000;
	});
	return Math.min(...times);
}

test('an error of millions of items takes no longer than one of thousands', () => {
	const own = new Set([1, 5]);
	const items = cappedFailureItems(new Error('odd'), 20_000_000, undefined, own);
	expect(items).toHaveLength(1_001);
	expect(items[1]?.pairedItem).toEqual({ item: 2 });
	expect(items[1_000]?.json.error).toMatch(/^19,998,998 more items have the same error: /);
	expect(items[1_000]?.pairedItem).toHaveLength(1_000);
	expect(timeOf(() => cappedFailureItems(new Error('odd'), 20_000_000))).toBeLessThan(50);
});

test('a summary of very many batches is linked to the first items, each once', async () => {
	expect(firstItems([[3, 1], [], [1, 2]])).toEqual([3, 1, 2]);
	const source = itemRows([], 'pcId', 'id', () => undefined, new AttributeColumns('pcId'));
	const run = new BulkRun(await surveyRows(source, 'keep', undefined), false);
	const place = { item: 0, file: 0, line: 0 };
	const facts = { number: 1, rows: 1_000, columns: 1, bytes: 1, first: place, last: place };
	for (let from = 0; from < 2_000_000; from += 1_000) {
		const items = Array.from({ length: 1_000 }, (_, index) => from + index);
		run.addOutcome({ batch: { ...facts, items }, error: new Error('odd') });
	}
	expect(summaryItem(run, itemPlaces, 1).pairedItem).toHaveLength(1_000);
	expect(timeOf(() => summaryItem(run, itemPlaces, 1))).toBeLessThan(50);
});
