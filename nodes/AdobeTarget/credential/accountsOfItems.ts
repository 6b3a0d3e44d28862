import { isNativeError } from 'node:util/types';

import type { ICredentialDataDecryptedObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { CREDENTIAL } from './readCredential';
import { failureError, nodeError } from '../n8n/failure';
import { NOTHING_SENT } from '../messages';
import { noCredential } from './noCredential';
import { accountOf } from './account';
import type { Account } from './account';
import { MESSAGES as N8N } from '../n8n/messages';
import { MESSAGES } from './messages';
import { fill, say } from '../say';
import { Turn } from '../turn';
import { SAME_FOR_ALL_ITEMS } from './sameForAllItems';

/** The account that an item comes to, or why it comes to none. */
export type AccountOfItem = Account | { readonly problem: unknown };

/** n8n ends its words so where an expression of a credential can't be evaluated. */
const EXPRESSION_FAILED = '[Error resolving credentials]';

/**
 * Reads the credential of each item and checks all of it, once where no item changes it. An operation does this before
 * it looks at its input: nobody is to wait for a large file to be read, only to be told that the client code is wrong.
 *
 * @param stopOnError whether the first item whose credential can't be right ends the run
 * @returns for each item its account; those that come to the same have the same object
 * @throws TargetError when a credential that no item changes can't be right; SaidByN8n when n8n does not give it; the
 * first item's error under `stopOnError`; the signal's reason once the execution is stopped
 */
export async function readAccounts(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<readonly AccountOfItem[]> {
	const accounts: AccountOfItem[] = [];
	for await (const { item, account, isSameForAll } of accountsOf(context)) {
		if (isSameForAll) {
			const count = context.getInputData().length;
			return new Array<AccountOfItem>(count).fill(requireAccount(account));
		}
		if (stopOnError && 'problem' in account) throw problemOfItem(context, item, account.problem);
		accounts.push(account);
	}
	return accounts;
}

/**
 * Reads the credential for a run that has one account, as {@link readAccounts} does.
 *
 * @throws NodeOperationError when the items come to several; the first item's error when its credential can't be right
 */
export async function readOneAccount(context: IExecuteFunctions): Promise<Account> {
	let first: Account | undefined;
	for await (const { item, account, isSameForAll } of accountsOf(context)) {
		if (isSameForAll) return requireAccount(account);
		if ('problem' in account) throw problemOfItem(context, item, account.problem);
		first ??= account;
		if (account !== first) throw severalAccounts(context, first, account, item);
	}
	if (first === undefined) throw new TypeError('A run without items has no account');
	return first;
}

/** What was read of a credential. */
interface ReadAccount {
	readonly item: number;
	readonly account: AccountOfItem;
	/** Whether this is the account of the whole run; no other is read then. */
	readonly isSameForAll: boolean;
}

async function* accountsOf(context: IExecuteFunctions): AsyncGenerator<ReadAccount, void, undefined> {
	const known = new Map<string, Account>();
	const turn = new Turn(context.getExecutionCancelSignal());
	const count = context.getInputData().length;
	for (let item = 0; item < count; item++) {
		const read = await readFor(context, item, known);
		yield read;
		if (read.isSameForAll) return;
		if (turn.isOver()) await turn.rest();
	}
}

async function readFor(
	context: IExecuteFunctions,
	item: number,
	known: Map<string, Account>,
): Promise<ReadAccount> {
	let credential: ICredentialDataDecryptedObject;
	try {
		credential = await context.getCredentials(CREDENTIAL, item);
	} catch (error) {
		// Any other reason holds for all items: the credential is gone, or none was chosen.
		const isOfItem = isNativeError(error) && error.message.includes(EXPRESSION_FAILED);
		const problem = noCredential(context.getNode(), error);
		return { item, account: { problem }, isSameForAll: !isOfItem };
	}
	const isSameForAll = credential[SAME_FOR_ALL_ITEMS] === true;
	try {
		const read = accountOf(credential, context.helpers);
		const account = known.get(read.key) ?? read;
		known.set(account.key, account);
		return { item, account, isSameForAll };
	} catch (problem) {
		return { item, account: { problem }, isSameForAll };
	}
}

/** The account of an item. @throws why there is none */
export function requireAccount(account: AccountOfItem): Account {
	if ('problem' in account) throw account.problem;
	return account;
}

function problemOfItem(context: IExecuteFunctions, item: number, error: unknown): Error {
	return failureError(context.getNode(), {
		error,
		items: [item],
		subject: fill(N8N.item.text, { item }),
		after: NOTHING_SENT,
	});
}

function severalAccounts(
	context: IExecuteFunctions,
	first: Account,
	other: Account,
	item: number,
): NodeOperationError {
	const codes = { first: first.edge.clientCode, other: other.edge.clientCode };
	const words =
		codes.first === codes.other
			? say(MESSAGES.otherSettings, { item })
			: say(MESSAGES.otherAccount, { item, ...codes });
	return nodeError(context.getNode(), words, item);
}
