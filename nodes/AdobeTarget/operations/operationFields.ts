import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

import { bulkUpdateProfilesFields } from './bulkUpdateProfiles/fields';
import { getBulkUpdateStatusFields } from './getBulkUpdateStatus/fields';
import { getProfileFields } from './getProfile/fields';
import { toolDescriptions } from './toolDescriptions';
import { updateProfileFields } from './updateProfile/fields';

const fieldsOf = (operation: string, fields: INodeProperties[]) =>
	updateDisplayOptions({ show: { operation: [operation] } }, fields);

/** The fields of all operations, each shown with its own. */
export const operationFields: INodeProperties[] = [
	...toolDescriptions,
	...fieldsOf('updateProfile', updateProfileFields),
	...fieldsOf('bulkUpdateProfiles', bulkUpdateProfilesFields),
	...fieldsOf('getBulkUpdateStatus', getBulkUpdateStatusFields),
	...fieldsOf('getProfile', getProfileFields),
];
