import { isDeepStrictEqual } from 'node:util';

import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nodeError } from '../n8n/failure';
import { isExpression, optionsIn, rawOption, readOption } from '../n8n/parameters';
import { say } from '../say';
import { Turn } from '../turn';
import { MESSAGES } from './messages';
import { nameIn } from './shared/nameMeant';

/**
 * What an expression may name that is the same for all items. Any other name may come to something else for each: `$json`,
 * `$position`, `$("Customers").item`, `$parameter`.
 */
const OF_RUN = /\$(?:env|execution|mode|now|runIndex|secrets|today|vars|workflow)\b/g;

/**
 * Looks whether each option comes to the same for all items, as they are read at the first: a later one that is not to be
 * sent, or a field of it that is to stay out, would go out.
 *
 * @throws NodeOperationError that names the option and the item; SaidByN8n what n8n threw
 */
export async function requireSameOptions(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<void> {
	const count = context.getInputData().length;
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const option of optionsIn(fields)) {
		if (!mayDiffer(option, rawOption(context, option))) continue;
		const first = readOption(context, option, 0);
		for (let item = 1; item < count; item++) {
			if (!isDeepStrictEqual(readOption(context, option, item), first)) {
				const { displayName } = option;
				throw nodeError(context.getNode(), say(MESSAGES.optionOfItem, { option: displayName, item }));
			}
			if (turn.isOver()) await turn.rest();
		}
	}
}

/** A field that is named by an expression is excluded by its name, whatever the items have in it. */
function mayDiffer({ name }: INodeProperties, raw: unknown): boolean {
	if (!isExpression(raw) || !raw.replace(OF_RUN, '').includes('$')) return false;
	return name !== 'excludeFields' || nameIn(raw) === undefined;
}
