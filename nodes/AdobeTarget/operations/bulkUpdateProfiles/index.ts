import type { Operation } from '../operation';
import { executeBulkUpdateProfiles } from './execute';
import { bulkUpdateProfilesFields } from './fields';

/** No tool: a call of one is one item, and the second of two batches may override the first. */
export const bulkUpdateProfiles: Operation = {
	value: 'bulkUpdateProfiles',
	name: 'Bulk Update Profiles',
	description: 'Send many profiles as batch files, from items or straight from a file',
	fields: bulkUpdateProfilesFields,
	isForEachItem: false,
	execute: executeBulkUpdateProfiles,
};
