import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { updateRequest } from '../../api/calls/submitUpdate';
import type { Fields } from '../../profiles/attributes/attributes';
import { buildUpdateForm } from '../../profiles/attributes/updateForm';
import { NamedFields } from '../../profiles/fields/namedFields';
import { Findings } from '../../profiles/findings';
import { checkProfileId } from '../../profiles/profileId';
import type { ProfileIdType } from '../../profiles/profileId';
import { requireAccount } from '../../credential/accountsOfItems';
import type { AccountOfItem } from '../../credential/accountsOfItems';
import type { Account } from '../../credential/account';
import { Turn } from '../../turn';
import type { Failure } from '../../n8n/failure';
import { checkNames } from '../shared/checkNames';
import { fieldNamed } from '../../n8n/parameters';
import { attributesReader } from './attributesReader';
import { updateProfileFields } from './fields';
import { parameterReader } from './parameterReader';

/** An update that is ready to be sent. */
export interface ReadyUpdate {
	readonly id: string;
	/** Where it is sent. */
	readonly account: Account;
	/** The encoded parameters. */
	readonly form: string;
	/** How many attributes it has. */
	readonly attributes: number;
}

/** An update that is ready, or why the item can't be sent. */
export type Prepared = ReadyUpdate | Failure;

/** What the items of a run come to, before any is sent. */
interface Preparation {
	/** In the order of the items. */
	readonly prepared: readonly Prepared[];
	/** What the owner of those that can be sent should know of. */
	readonly findings: Findings;
	/** How many updates are too long for an address. */
	readonly inBody: number;
}

/**
 * Turns each input item into an update, before any is sent. Expressions of 10,000 items take seconds, so n8n's other
 * work gets its turns in between.
 *
 * @param accounts for each item where it is sent
 * @throws the signal's reason once the execution is stopped
 */
export async function prepareUpdates(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
	accounts: readonly AccountOfItem[],
): Promise<Preparation> {
	const named = new NamedFields();
	const prepare = preparer(context, options, idType, named);
	const prepared: Prepared[] = [];
	const findings = new Findings();
	let inBody = 0;
	const turn = new Turn(context.getExecutionCancelSignal());
	const items = context.getInputData();
	for (const [item, account] of accounts.entries()) {
		const found = new Findings();
		const update = prepare(items[item]?.json ?? {}, item, account, found);
		prepared.push(update);
		if (!('error' in update)) {
			findings.addAll(found);
			if (updateRequest(update.account.edge, update.form).body !== '') inBody++;
		}
		if (turn.isOver()) await turn.rest();
	}
	checkNames(context, named);
	return { prepared, findings, inBody };
}

/** What makes an update of one item. */
function preparer(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
	named: NamedFields,
): (json: Fields, item: number, account: AccountOfItem, findings: Findings) => Prepared {
	const readId = parameterReader(context, fieldNamed(updateProfileFields, 'profileId'), '');
	const readAttributes = attributesReader(context, options, named);
	return (json, item, account, findings) => {
		try {
			const attributesOf = readAttributes(json, item);
			const id = checkProfileId(idType, readId(json, item), findings);
			const given = attributesOf(findings);
			const { body, attributes } = buildUpdateForm(idType, id, given);
			return { id, account: requireAccount(account), form: body, attributes };
		} catch (error) {
			// Whatever else is wrong with the item, its credential comes first.
			return { error: 'problem' in account ? account.problem : error, items: [item] };
		}
	};
}
