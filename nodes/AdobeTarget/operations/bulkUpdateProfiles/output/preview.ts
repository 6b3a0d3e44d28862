import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Batch } from '../../../profiles/batches/batchDraft';
import { pairedItems } from '../../../n8n/pairedItems';
import { handOn } from '../../../n8n/saidByN8n';
import { batchFields } from './output';
import type { RowNames } from './rowNames';

/** The binary field that holds a batch file. */
const BINARY_PROPERTY = 'data';

/** A batch as it would be sent: its counts, and its file as binary data. */
export async function previewItem(
	{ helpers }: IExecuteFunctions,
	{ body, ...batch }: Batch,
	rowNames: RowNames,
): Promise<INodeExecutionData> {
	const name = `adobe-target-batch-${batch.number}.txt`;
	const file = helpers
		.prepareBinaryData(body, name, 'text/plain')
		.catch((thrown: unknown) => handOn(thrown, 'the file of the preview'));
	return {
		json: {
			batch: batch.number,
			status: 'preview',
			...batchFields({ ...batch, bytes: body.length }, rowNames),
		},
		binary: { [BINARY_PROPERTY]: await file },
		pairedItem: pairedItems(batch.items),
	};
}
