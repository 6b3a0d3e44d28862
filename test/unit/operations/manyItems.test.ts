import { ErrorItems } from '../../../nodes/AdobeTarget/operations/shared/errorItems';
import { summaryItem } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/output/items';
import { itemNames } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/output/rowNames';
import { BulkRun } from '../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/bulkRun';
import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/rows/itemRows';
import { surveyRows } from '../../../nodes/AdobeTarget/profiles/batches/survey';

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
	const error = new Error('odd');
	const items = new ErrorItems().forRun({ error }, 20_000_000, own);
	expect(items).toHaveLength(10_001);
	expect(items[1]?.pairedItem).toEqual({ item: 2 });
	expect(items[10_000]?.json.error).toMatch(/^19,989,998 more items have the same error: /);
	expect(items[10_000]?.pairedItem).toEqual([]);
	expect(timeOf(() => new ErrorItems().forRun({ error }, 20_000_000))).toBeLessThan(50);
});

test('a summary of very many batches is linked to the first items, each once', async () => {
	const source = itemRows(
		[],
		{ idField: 'id', readAttributes: () => undefined },
		{ idType: 'pcId', columns: new AttributeColumns('pcId') },
	);
	const survey = await surveyRows(source, 'keep', undefined);
	const run = new BulkRun(survey, itemNames, { previewOnly: false, share: undefined });
	const place = { item: 0, file: 0, line: 0 };
	const facts = {
		number: 1,
		rows: 1_000,
		emptyRows: 0,
		inputRows: 1_000,
		firstIds: ['c1'],
		columns: 1,
		bytes: 1,
		first: place,
		last: place,
	};
	for (let from = 0; from < 2_000_000; from += 1_000) {
		const items = Array.from({ length: 1_000 }, (_, index) => from + index);
		run.addOutcome({ batch: { ...facts, items }, error: new Error('odd') });
	}
	expect(summaryItem(run, undefined, 1).pairedItem).toHaveLength(1_000);
	expect(timeOf(() => summaryItem(run, undefined, 1))).toBeLessThan(50);
});
