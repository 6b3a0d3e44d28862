import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ConnectionSettings } from '../../credential/connect';
import { readBoolean, readChoice, readNumber } from '../../n8n/parameters';
import type { ProfileIdType } from '../../profiles/profileId';
import { isTool } from '../shared/asTool';
import { readIdType } from '../shared/fields';
import { readRequestOptions } from '../shared/requestOptions';
import {
	concurrencyOption,
	includeInputFieldsOption,
	maxRequestsOption,
	maxRetriesOption,
	previewOnlyOption,
	timeoutOption,
	unknownProfilesOption,
	verifyOption,
	verifyOptionOfTool,
} from './fields';

const REQUESTS = { maxRetries: maxRetriesOption, timeout: timeoutOption, firstPauseMs: 1_000 };

/** What the panel says about all updates of a run; read once. */
export interface UpdateSettings {
	readonly idType: ProfileIdType;
	readonly previewOnly: boolean;
	/** Whether Target is asked for each profile before its update. */
	readonly verify: boolean;
	/** Whether a profile that Target does not know then makes its item an error. */
	readonly unknownIsError: boolean;
	/** Whether the input's fields and files come out too. */
	readonly includeInput: boolean;
	readonly connection: ConnectionSettings;
}

/** @throws NodeOperationError that names the parameter or option whose value can't be right */
export function readUpdateSettings(context: IExecuteFunctions, options: IDataObject): UpdateSettings {
	const previewOnly = readBoolean(context, options, previewOnlyOption);
	const asTool = isTool(context.getNode());
	const verify = readBoolean(context, options, asTool ? verifyOptionOfTool : verifyOption);
	const unknownProfiles = readChoice(context, options, unknownProfilesOption, ['error', 'passOn']);
	const includeInput = readBoolean(context, options, includeInputFieldsOption);
	const connection = {
		connections: Math.floor(readNumber(context, options, concurrencyOption)),
		requestsPerSecond: readNumber(context, options, maxRequestsOption),
		...readRequestOptions(context, options, REQUESTS),
	};
	const idType = readIdType(context);
	return {
		idType,
		previewOnly,
		verify,
		unknownIsError: unknownProfiles === 'error',
		includeInput,
		connection,
	};
}
