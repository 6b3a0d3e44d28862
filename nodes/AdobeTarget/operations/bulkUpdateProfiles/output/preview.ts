import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { unlessAborted } from '../../../api/onAbort';
import type { Batch } from '../../../profiles/batches/batchDraft';
import { pairedItems } from '../../../n8n/pairedItems';
import { handOn } from '../../../n8n/saidByN8n';
import type { BulkRun } from '../bulkRun';
import { batchFields } from './items';
import type { RowNames } from './rowNames';

/** The binary field that holds a batch file. */
const BINARY_PROPERTY = 'data';

/** The batches as items; what keeps the rows from being read to their end is in the account of the run. */
export async function previewItems(
	context: IExecuteFunctions,
	batches: AsyncGenerator<Batch, void, undefined>,
	run: BulkRun,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const readNext = async (): Promise<Batch | undefined> => {
		try {
			const next = await batches.next();
			return next.done === true ? undefined : next.value;
		} catch (error) {
			context.getExecutionCancelSignal()?.throwIfAborted();
			run.breakOff(error);
			return undefined;
		}
	};
	try {
		for (let batch = await readNext(); batch !== undefined; batch = await readNext()) {
			run.addPreview(batch);
			items.push(await previewItem(context, batch, run.rowNames));
		}
		return items;
	} finally {
		// Where n8n can't keep the file of a preview, the one that is read is still open.
		await batches.return();
	}
}

/** A batch as it would be sent: its counts, and its file as binary data. */
async function previewItem(
	context: IExecuteFunctions,
	{ body, ...batch }: Batch,
	rowNames: RowNames,
): Promise<INodeExecutionData> {
	const name = `adobe-target-batch-${batch.number}.txt`;
	const storing = context.helpers
		.prepareBinaryData(body, name, 'text/plain')
		.catch((thrown: unknown) => handOn(thrown, 'the file of the preview'));
	const file = await unlessAborted(storing, context.getExecutionCancelSignal());
	return {
		json: {
			batch: batch.number,
			status: 'preview',
			...batchFields({ ...batch, bytes: body.length }, rowNames),
		},
		binary: { [BINARY_PROPERTY]: file },
		pairedItem: pairedItems(batch.items),
	};
}
