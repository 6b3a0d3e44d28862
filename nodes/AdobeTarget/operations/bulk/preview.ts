import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Batch } from '../../profiles/batchDraft';
import { pairedItems } from '../failure';
import { handOn } from '../saidByN8n';
import { batchFields } from './output';
import type { Places } from './places';

/** The binary field that holds a batch file. */
const BINARY_PROPERTY = 'data';

/** A batch as it would be sent: its counts, and its file as binary data. */
export async function previewItem(
	{ helpers }: IExecuteFunctions,
	{ body, ...batch }: Batch,
	places: Places,
): Promise<INodeExecutionData> {
	const name = `adobe-target-batch-${batch.number}.txt`;
	return {
		json: {
			batch: batch.number,
			status: 'preview',
			...batchFields({ ...batch, bytes: body.length }, places),
		},
		binary: { [BINARY_PROPERTY]: await helpers.prepareBinaryData(body, name, 'text/plain').catch(handOn) },
		pairedItem: pairedItems(batch.items),
	};
}
