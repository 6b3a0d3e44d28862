import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

import { bulkUpdateProfiles } from './bulkUpdateProfiles';
import { getBulkUpdateStatus } from './getBulkUpdateStatus';
import { getProfile } from './getProfile';
import type { Operation } from './operation';
import { AS_TOOL, NOT_AS_TOOL } from './shared/asTool';
import { updateProfile } from './updateProfile';

/** All that the node can do, in the order in which the panel lists them: by their names. */
const OPERATIONS: readonly Operation[] = [bulkUpdateProfiles, getBulkUpdateStatus, getProfile, updateProfile];

/** What runs for a value of the parameter "Operation"; undefined where there is no such operation. */
export function operationOf(value: unknown): Operation | undefined {
	return OPERATIONS.find((operation) => operation.value === value);
}

/** The field in which an operation is chosen. */
export const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: OPERATIONS.map(({ value, name, description, toolDescription }) => ({
		name,
		value,
		description,
		// n8n lists it so among the actions of the app.
		action: `${name.charAt(0)}${name.slice(1).toLowerCase()}`,
		...(toolDescription === undefined && { displayOptions: NOT_AS_TOOL }),
	})),
	default: 'updateProfile',
};

/** The fields of all operations, each shown with its own. */
export const operationFields: readonly INodeProperties[] = OPERATIONS.flatMap(
	({ value, toolDescription, fields }) =>
		updateDisplayOptions({ show: { operation: [value] } }, [
			...(toolDescription === undefined ? [] : [toolDescriptionField(toolDescription)]),
			...fields,
		]),
);

function toolDescriptionField(text: string): INodeProperties {
	return {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: text,
		description: 'What the model is told that this tool does; say also when it is to be used',
		displayOptions: AS_TOOL,
	};
}

const NAMES = OPERATIONS.map(({ value, name }) => `${value}: "${name}"`).join(', ');

/** What stands below the node's name on the canvas. */
export const subtitle = `={{ { ${NAMES} }[$parameter["operation"]] + ($parameter["options"]?.previewOnly ? " (preview)" : "") }}`;
