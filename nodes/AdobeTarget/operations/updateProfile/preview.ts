import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { updateRequest } from '../../api/calls/submitUpdate';
import { failureItem } from '../../n8n/failure';
import { hint } from '../../n8n/hint';
import type { ProfileIdType } from '../../profiles/profileId';
import { Turn } from '../../turn';
import { HINTS } from '../shared/messages';
import type { Prepared } from './prepare';

/** Each request as it would be sent, but for the token. A hint says that nothing is. */
export async function preview(
	context: IExecuteFunctions,
	prepared: readonly Prepared[],
	idType: ProfileIdType,
): Promise<INodeExecutionData[]> {
	hint(context, 'warning', HINTS.previewOnly.text);
	const items: INodeExecutionData[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const [item, update] of prepared.entries()) {
		items.push(previewItem(update, idType, item));
		if (turn.isOver()) await turn.rest();
	}
	return items;
}

function previewItem(update: Prepared, idType: ProfileIdType, item: number): INodeExecutionData {
	if ('error' in update) return failureItem(update);
	const { id, form, attributes, account } = update;
	const request = { method: 'POST', ...updateRequest(account.edge, form) };
	return {
		json: { profileId: id, idType, submitted: false, attributesSent: attributes, request },
		pairedItem: { item },
	};
}
