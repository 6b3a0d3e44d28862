import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { CREDENTIAL } from './read';
import { NOTHING_SENT } from '../operations/shared/failure';
import { SaidByN8n } from '../operations/shared/saidByN8n';

/** Why n8n gave no credential: none is chosen in the node, or what n8n says. @param thrown by n8n when it was asked */
export function noCredential(node: INode, thrown: unknown): Error {
	if (node.credentials?.[CREDENTIAL] !== undefined) {
		return new SaidByN8n(
			thrown,
			'the credential',
			'Look at the credential of this node, or choose another: it may have been deleted, or not be shared with the workflow.',
			NOTHING_SENT,
		);
	}
	return new NodeOperationError(node, 'Choose a credential for Adobe Target', {
		description: `None is chosen in this node. Open it and choose one under "Credential to connect with", or create it there: it says which Target account the profiles go to. ${NOTHING_SENT}`,
	});
}
