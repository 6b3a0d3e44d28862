import type { IExecuteFunctions } from 'n8n-workflow';

import type { FetchIdType } from '../../api/calls/fetchProfile';
import type { ConnectionSettings } from '../../credential/connect';
import { checkChoice, fieldNamed, readBoolean, readOptions, readParameter } from '../../n8n/parameters';
import { readRequestOptions } from '../shared/requestOptions';
import { getProfileFields, maxRetriesOption, returnEmptyOption, timeoutOption } from './fields';

/** Profiles that are asked for at the same time. */
const CONCURRENCY = 10;

const REQUESTS = { maxRetries: maxRetriesOption, timeout: timeoutOption, firstPauseMs: 1_000 };

/** What the panel says about all profiles of a run; read once. */
interface GetSettings {
	readonly idType: FetchIdType;
	/** Whether a profile that Target does not have gives an empty item. */
	readonly emptyWhenMissing: boolean;
	readonly connection: ConnectionSettings;
}

/** @throws NodeOperationError that names the parameter or option whose value can't be right */
export function readGetSettings(context: IExecuteFunctions): GetSettings {
	const options = readOptions(context, getProfileFields);
	const field = fieldNamed(getProfileFields, 'idType');
	const idType = checkChoice(context, field, readParameter(context, field, 0), [
		'ecid',
		'pcId',
		'thirdPartyId',
	]);
	const connection = {
		connections: CONCURRENCY,
		...readRequestOptions(context, options, REQUESTS),
	};
	const emptyWhenMissing = readBoolean(context, options, returnEmptyOption);
	return { idType, emptyWhenMissing, connection };
}
