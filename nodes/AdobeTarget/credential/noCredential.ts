import type { INode } from 'n8n-workflow';

import { LOOK_AT_CREDENTIAL, MESSAGES } from './messages';
import { CREDENTIAL } from './readCredential';
import { nodeError } from '../n8n/failure';
import { say } from '../say';
import { NOTHING_SENT } from '../messages';
import { SaidByN8n } from '../n8n/saidByN8n';

/** Why n8n gave no credential: none is chosen in the node, or what n8n says. @param thrown by n8n when it was asked */
export function noCredential(node: INode, thrown: unknown): Error {
	if (node.credentials?.[CREDENTIAL] !== undefined) {
		return new SaidByN8n(thrown, 'the credential', LOOK_AT_CREDENTIAL, NOTHING_SENT);
	}
	return nodeError(node, say(MESSAGES.noneChosen));
}
