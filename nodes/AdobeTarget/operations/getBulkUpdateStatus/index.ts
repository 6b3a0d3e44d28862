import type { Operation } from '../operation';
import { executeGetBulkUpdateStatus } from './execute';
import { getBulkUpdateStatusFields } from './fields';

export const getBulkUpdateStatus: Operation = {
	value: 'getBulkUpdateStatus',
	name: 'Get Bulk Update Status',
	description: 'Ask whether Target has processed a batch, and how many profiles it updated',
	toolDescription:
		'Says what became of a batch of profiles that was sent to Adobe Target: incomplete, complete or stuck, and how many profiles were updated, not found and failed.',
	fields: getBulkUpdateStatusFields,
	isForEachItem: true,
	execute: executeGetBulkUpdateStatus,
};
