import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ConnectionSettings } from '../../credential/connect';
import { readBoolean, readChoice, readNumber } from '../../n8n/parameters';
import type { ProfileIdType } from '../../profiles/profileId';
import { isTool } from '../shared/asTool';
import { readIdType } from '../shared/fields';
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

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

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
		timeoutMs: readNumber(context, options, timeoutOption) * 1_000,
		requestsPerSecond: readNumber(context, options, maxRequestsOption),
		retries: {
			maxRetries: Math.floor(readNumber(context, options, maxRetriesOption)),
			firstPauseMs: FIRST_PAUSE_MS,
		},
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
