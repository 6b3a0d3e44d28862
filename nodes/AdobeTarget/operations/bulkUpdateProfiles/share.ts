import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { CALLS_PER_MINUTE } from '../../api/sending/budget/callLine';
import { shown } from '../../shown';
import { nodeError } from '../../n8n/failure';
import { PARAMETERS } from './messages';
import { say } from '../../say';
import { plainText } from '../../n8n/parameters';
import { MOST_SHARES, shareOption } from './options';

/** Share 2 of 8. */
export interface Share {
	readonly number: number;
	readonly of: number;
}

/**
 * Reads which share of the rows is to be sent.
 *
 * @returns undefined where all are
 * @throws NodeOperationError when it can't be read: taken for all rows, each of the executions would send all of them
 */
export function readShare(context: IExecuteFunctions, options: IDataObject): Share | undefined {
	const { name } = shareOption;
	if (!Object.hasOwn(options, name)) return undefined;
	const text = plainText(options[name]);
	const [, number, of] = /^\s*(\d{1,4})\s+of\s+(\d{1,4})\s*$/i.exec(text)?.map(Number) ?? [];
	if (number !== undefined && of !== undefined && number >= 1 && number <= of && of <= MOST_SHARES) {
		return { number, of };
	}
	const values = { given: shown(text), most: MOST_SHARES };
	throw nodeError(context.getNode(), say(PARAMETERS.noShare, values));
}

/**
 * How many calls of a minute there are for a run, where the other shares of its rows are sent at the same time.
 *
 * @param ofProcess how many this process may make
 */
export function callsFor(share: Share | undefined, ofProcess: number): number {
	return Math.min(ofProcess, CALLS_PER_MINUTE / (share?.of ?? 1));
}
