import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ConnectionSettings } from '../../credential/connect';
import { readNumber } from '../../n8n/parameters';

/** What an operation's panel has for its requests, and what it has no option for. */
interface RequestOptions {
	readonly maxRetries: INodeProperties;
	readonly timeout: INodeProperties;
	/** How long the first pause before another try may be. */
	readonly firstPauseMs: number;
}

/** How long nothing may move, with the operation's own default. */
export function timeoutOptionOf(seconds: number): INodeProperties {
	return {
		displayName: 'Timeout (Seconds)',
		name: 'timeoutSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: seconds,
		description: 'How long nothing may move, in either direction, before a request is given up',
	};
}

/** How often something is sent again, e.g. "a batch". */
export function maxRetriesOptionOf(what: string): INodeProperties {
	return {
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 20 },
		default: 3,
		description: `How often ${what} is sent again when the connection fails or Target has a problem. Sending it twice does no harm.`,
	};
}

/**
 * Reads how often a request is tried again, and how long nothing may move.
 *
 * @throws NodeOperationError that names the option whose value can't be right
 */
export function readRequestOptions(
	context: IExecuteFunctions,
	options: IDataObject,
	{ maxRetries, timeout, firstPauseMs }: RequestOptions,
): Pick<ConnectionSettings, 'retries' | 'timeoutMs'> {
	return {
		retries: { maxRetries: Math.floor(readNumber(context, options, maxRetries)), firstPauseMs },
		timeoutMs: readNumber(context, options, timeout) * 1_000,
	};
}
