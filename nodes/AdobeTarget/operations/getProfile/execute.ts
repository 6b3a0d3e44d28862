import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fetchProfile } from '../../api/calls/fetchProfile';
import type { FetchedProfile, FetchIdType } from '../../api/calls/fetchProfile';
import { readAccounts, requireAccount } from '../../credential/accountsOfItems';
import type { AccountOfItem } from '../../credential/accountsOfItems';
import { withConnections } from '../../credential/connect';
import { failureError } from '../../n8n/failure';
import { fieldNamed, readItemBoolean, readParameter } from '../../n8n/parameters';
import { Findings } from '../../profiles/findings';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { idText, missingId } from '../../profiles/profileId';
import { say } from '../../say';
import { shown } from '../../shown';
import { eachItem } from '../shared/eachItem';
import { hintAtFindings } from '../shared/hints';
import { getProfileFields, simplifyField } from './fields';
import { MESSAGES } from './messages';
import { readGetSettings } from './settings';

/** What the ID is called in errors. */
const ID_LABEL = 'ID of the profile';

/** Gets one profile for each item, several at a time, in the order of the input. */
export async function executeGetProfile(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const accounts = await readAccounts(context, stopOnError);
	const settings = readGetSettings(context);
	const { idType, emptyWhenMissing } = settings;
	const idField = fieldNamed(getProfileFields, 'profileId');
	const findings = new Findings();
	return await withConnections(context, settings.connection, async (connectionTo) => {
		const get = async (account: AccountOfItem, item: number): Promise<IDataObject> => {
			const connection = connectionTo(requireAccount(account));
			const id = idText(ID_LABEL, readParameter(context, idField, item, ''), findings);
			if (id === '') throw missingId(ID_LABEL);
			const simplify = readItemBoolean(context, simplifyField, item);
			const profile = await fetchProfile(connection, idType, id);
			if (profile !== undefined) return simplify ? simplified(profile, idType, id) : raw(profile);
			if (emptyWhenMissing) return {};
			throw new InvalidProfile(...say(MESSAGES.noSuchProfile, { id: shown(id) }));
		};
		const concurrency = settings.connection.connections;
		const { output, stoppedBy } = await eachItem(context, accounts, { concurrency, stopOnError }, get);
		if (stoppedBy !== undefined) throw failureError(context.getNode(), stoppedBy);
		hintAtFindings(context, findings);
		return output;
	});
}

/** Target's answer with its own names; it was read from JSON, so it is what n8n takes. */
function raw(profile: FetchedProfile): IDataObject {
	return profile as IDataObject;
}

/** The profile under the names that all operations have, its attributes with plain values. */
function simplified(profile: FetchedProfile, idType: FetchIdType, profileId: string): IDataObject {
	const { modifiedAt, profileAttributes } = profile;
	const isObject = typeof profileAttributes === 'object' && profileAttributes !== null;
	return {
		profileId,
		idType,
		...(modifiedAt !== undefined && { modifiedAt }),
		attributes: isObject ? plainAttributes(profileAttributes) : {},
	};
}

function plainAttributes(attributes: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(attributes).map(([name, attribute]: [string, unknown]) => {
			const holdsValue = typeof attribute === 'object' && attribute !== null && 'value' in attribute;
			return [name, holdsValue ? attribute.value : attribute];
		}),
	);
}
