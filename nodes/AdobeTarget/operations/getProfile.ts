import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { fetchProfile } from '../api/fetchProfile';
import type { FetchedProfile, FetchIdType } from '../api/fetchProfile';
import { InvalidProfile } from '../profiles/invalidProfile';
import { shown } from '../shown';
import { eachItem } from './eachItem';
import { failureError } from './failure';
import { maxRetriesOptionOf, NOT_AS_TOOL, timeoutOptionOf } from './fields';
import {
	checkChoice,
	readBoolean,
	readItemBoolean,
	readNumber,
	readOptions,
	readParameter,
	readText,
} from './parameters';
import { readAccount, withConnection } from './targetConnection';

/** Fetches are not metered (Target limits page). */
const CONCURRENCY = 10;

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

const maxRetriesOption = maxRetriesOptionOf('a request');

const timeoutOption = timeoutOptionOf(30);

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const returnEmptyOption: INodeProperties = {
	displayName: 'Return Empty When Missing',
	name: 'returnEmptyWhenMissing',
	type: 'boolean',
	default: false,
	description: 'Whether a profile that Target does not have gives an empty item instead of an error',
	// A model needs words.
	displayOptions: NOT_AS_TOOL,
};

/** The panel of Get Profile. */
export const getProfileFields: INodeProperties[] = [
	{
		displayName: 'ID Type',
		name: 'idType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Experience Cloud ID',
				value: 'ecid',
				description: 'The ID of Adobe’s identity service (ECID, MID, mboxMCGVID)',
			},
			{
				name: 'PC ID',
				value: 'pcId',
				description: 'The visitor ID that Target assigned (tntId, mboxPC), with its location hint',
			},
			{
				name: 'Third-Party ID',
				value: 'thirdPartyId',
				description: 'Your own ID of the visitor (mbox3rdPartyId), e.g. a customer number',
			},
		],
		default: 'thirdPartyId',
		description: 'Which ID of the profile you have',
	},
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.customerId }}',
		description:
			'The ID of the profile to get. A PC ID keeps its location hint, as in 1368007744041-575948.01_00.',
	},
	simplifyField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [maxRetriesOption, returnEmptyOption, timeoutOption],
	},
];

/** Gets one profile for each item, several at a time, in the order of the input. */
export async function executeGetProfile(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const account = await readAccount(context);
	const options = readOptions(context);
	const idType = checkChoice<FetchIdType>(context, 'ID Type', readParameter(context, 'idType', 0), [
		'ecid',
		'pcId',
		'thirdPartyId',
	]);
	const retries = {
		maxRetries: Math.floor(readNumber(context, options, maxRetriesOption)),
		firstPauseMs: FIRST_PAUSE_MS,
	};
	const timeoutMs = readNumber(context, options, timeoutOption) * 1_000;
	const emptyWhenMissing = readBoolean(context, options, returnEmptyOption);
	const settings = { connections: CONCURRENCY, timeoutMs, retries };

	return await withConnection(context, account, settings, async (connection) => {
		const get = async (_: INodeExecutionData, item: number): Promise<IDataObject> => {
			const id = requireId(readText(context, 'profileId', item));
			const simplify = readItemBoolean(context, simplifyField, item);
			const profile = await fetchProfile(connection, idType, id);
			if (profile !== undefined) return jsonOf(profile, simplify);
			if (emptyWhenMissing) return {};
			throw noSuchProfile(id);
		};
		const { output, stoppedBy } = await eachItem(items, CONCURRENCY, connection, stopOnError, get);
		if (stoppedBy !== undefined) throw failureError(context.getNode(), stoppedBy);
		return output;
	});
}

function requireId(id: string): string {
	if (id.trim() !== '') return id;
	throw new InvalidProfile(
		'The ID of the profile is missing',
		'Check that the field with the ID holds a value.',
	);
}

function noSuchProfile(id: string): InvalidProfile {
	return new InvalidProfile(
		`Target has no profile with the ID "${shown(id)}"`,
		'Check the ID and its type. A profile that a batch has just created is there only once Target has processed the batch, which takes minutes as a rule. With "Return Empty When Missing" in the options this is no error.',
	);
}

/** The answer of Target; simplified, its attributes are names with plain values. */
function jsonOf(profile: FetchedProfile, simplify: boolean): IDataObject {
	const { profileAttributes } = profile;
	const isObject = typeof profileAttributes === 'object' && profileAttributes !== null;
	const plain = simplify && isObject ? { profileAttributes: plainAttributes(profileAttributes) } : {};
	return { ...profile, ...plain };
}

function plainAttributes(attributes: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(attributes).map(([name, attribute]: [string, unknown]) => {
			const holdsValue = typeof attribute === 'object' && attribute !== null && 'value' in attribute;
			return [name, holdsValue ? attribute.value : attribute];
		}),
	);
}
