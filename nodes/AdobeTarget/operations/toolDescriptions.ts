import type { INodeProperties } from 'n8n-workflow';

/**
 * What a model is told of an operation, where the node is a tool of an agent. n8n's own default says the same of all
 * operations, as it looks for one by its resource.
 */
function toolDescription(operation: string, text: string): INodeProperties {
	return {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: text,
		description: 'What the model is told that this tool does; say also when it is to be used',
		displayOptions: { show: { '@tool': [true], operation: [operation] } },
	};
}

/** The first field of each operation that an agent may have as a tool. */
export const toolDescriptions: INodeProperties[] = [
	toolDescription(
		'updateProfile',
		'Sends attributes of one visitor’s profile to Adobe Target. The answer says whether they were submitted; it may take an hour, and up to a day, until the profile shows them. Empty values are not sent.',
	),
	toolDescription(
		'getBulkUpdateStatus',
		'Says what became of a batch of profiles that was sent to Adobe Target: incomplete, complete or stuck, and how many profiles were updated, not found and failed.',
	),
	toolDescription(
		'getProfile',
		'Gets what Adobe Target knows of one visitor: the attributes of their profile. Says so when there is no such profile.',
	),
];
