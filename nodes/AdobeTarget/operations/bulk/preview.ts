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
	{ body, release, ...batch }: Batch,
	places: Places,
): Promise<INodeExecutionData> {
	const name = `adobe-target-batch-${batch.number}.txt`;
	// A copy, as n8n keeps it where binary data is held in memory.
	const file = Buffer.from(body);
	release();
	return {
		json: {
			batch: batch.number,
			status: 'preview',
			...batchFields({ ...batch, bytes: file.length }, places),
		},
		binary: { [BINARY_PROPERTY]: await helpers.prepareBinaryData(file, name, 'text/plain').catch(handOn) },
		pairedItem: pairedItems(batch.items),
	};
}
