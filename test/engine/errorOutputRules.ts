import type { INodeExecutionData } from 'n8n-workflow';

/** By what an n8n takes an output item for an error, and sends it to the error output. */
interface ErrorOutputRule {
	/** The versions of n8n that have it. */
	readonly versions: string;
	readonly takesForError: (item: INodeExecutionData) => boolean;
}

/**
 * Every rule that a supported n8n has, as `handleNodeErrorOutput` in n8n-core's `workflow-execute` writes it. By the
 * older one, a key more or an empty `message` makes an error a success.
 */
export const ERROR_OUTPUT_RULES: readonly ErrorOutputRule[] = [
	{
		versions: '1.123 to 2.34.5, 2.35.0 to 2.35.2',
		takesForError: ({ error, json }) => {
			const keys = Object.keys(json).length;
			if (error || (json.error && keys === 1)) return true;
			return Boolean(json.error && json.message && keys === 2);
		},
	},
	{
		versions: '2.34.6 and later 2.34, 2.35.3 and later 2.35, 2.36 and later',
		takesForError: ({ error, json }) => {
			const isPlain = Object.keys(json).every((key) => ['error', 'message', 'details'].includes(key));
			return Boolean(error) || Boolean(json.error && isPlain);
		},
	},
];
