import type { IExecuteFunctions } from 'n8n-workflow';

import type { FetchIdType } from '../../api/calls/fetchProfile';
import type { ConnectionSettings } from '../../credential/connect';
import {
	checkChoice,
	fieldNamed,
	readBoolean,
	readNumber,
	readOptions,
	readParameter,
} from '../../n8n/parameters';
import { getProfileFields, maxRetriesOption, returnEmptyOption, timeoutOption } from './fields';

/** Profiles that are asked for at the same time. */
const CONCURRENCY = 10;

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

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
		retries: {
			maxRetries: Math.floor(readNumber(context, options, maxRetriesOption)),
			firstPauseMs: FIRST_PAUSE_MS,
		},
		timeoutMs: readNumber(context, options, timeoutOption) * 1_000,
	};
	const emptyWhenMissing = readBoolean(context, options, returnEmptyOption);
	return { idType, emptyWhenMissing, connection };
}
