import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Connection } from '../api/connection';
import type { Edge } from '../api/edge';
import { fetchProfile } from '../api/fetchProfile';
import { submitUpdate, updateAddress } from '../api/submitUpdate';
import type { ProfileIdType } from '../profiles/profileId';
import { Turn } from '../turn';
import { eachItem } from './eachItem';
import { failureError, failureItem, invalidInputError, MOST_NAMED } from './failure';
import type { Failure } from './failure';
import { readIdType } from './fields';
import { hint, hintAtEmptyValues } from './hints';
import { readBoolean, readNumber, readOptions } from './parameters';
import { readAccount, withConnection } from './targetConnection';
import type { Account } from './targetConnection';
import {
	concurrencyOption,
	maxRequestsOption,
	maxRetriesOption,
	previewOnlyOption,
	timeoutOption,
	verifyOption,
} from './update/fields';
import { prepareUpdates } from './update/prepare';
import type { Prepared, ReadyUpdate } from './update/prepare';
import { counted } from './wording';

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

/** From here on bulk is the better way. */
const MANY_ITEMS = 1_000;

/** "1,000,000 updates per rolling 24 hours" (single profile API page); what comes back past it is not said. */
const UPDATES_PER_DAY = 1_000_000;

const NO_SUCH_PROFILE =
	'Target has no profile with this ID, so nothing was sent. A page visit creates it, or Bulk Update Profiles with version 2 of the API.';

/**
 * Sends one update per item, several at a time, and gives one item for each in the order of the input. Everything
 * that can be checked is checked before the first request.
 */
export async function executeUpdateProfile(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const account = await readAccount(context);
	const options = readOptions(context);
	const previewOnly = readBoolean(context, options, previewOnlyOption);
	const verify = readBoolean(context, options, verifyOption);
	const connections = Math.floor(readNumber(context, options, concurrencyOption));
	const timeoutMs = readNumber(context, options, timeoutOption) * 1_000;
	const requestsPerSecond = readNumber(context, options, maxRequestsOption);
	const maxRetries = Math.floor(readNumber(context, options, maxRetriesOption));
	const idType = readIdType(context);

	const prepared = await prepareUpdates(context, options, idType);
	if (stopOnError) throwIfInvalid(context, prepared);
	hintAtEmptyValues(context, emptyValuesOf(prepared));
	if (previewOnly) return await preview(context, account, prepared, idType);
	addHints(context, prepared.length);

	const send = verify ? submitIfKnown : submit;
	const retries = { maxRetries, firstPauseMs: FIRST_PAUSE_MS };
	const settings = { connections, timeoutMs, retries, requestsPerSecond };
	return await withConnection(context, account, settings, async (connection) => {
		let submitted = 0;
		const update = async (ready: Prepared): Promise<IDataObject> => {
			if ('invalid' in ready) throw ready.invalid.error;
			const outcome = await send(connection, idType, ready);
			if (outcome.submitted) submitted++;
			const { id: profileId, attributes } = ready;
			return { profileId, idType, submitted: outcome.submitted, attributes, message: outcome.message };
		};
		const { output, stoppedBy } = await eachItem(prepared, connections, connection, stopOnError, update);
		if (stoppedBy === undefined) return output;
		const after = `${submitted} of ${counted(prepared.length, 'item')} had been submitted before the workflow stopped.`;
		throw failureError(context.getNode(), { ...stoppedBy, after });
	});
}

/** What became of an update that Target answered; `submitted` is not "updated". */
interface Outcome {
	readonly submitted: boolean;
	readonly message: string;
}

async function submit(connection: Connection, _: ProfileIdType, { form }: ReadyUpdate): Promise<Outcome> {
	return { submitted: true, message: await submitUpdate(connection, form) };
}

/** Asks first whether Target has the profile, as an update of an unknown one gets the same answer. */
async function submitIfKnown(
	connection: Connection,
	idType: ProfileIdType,
	update: ReadyUpdate,
): Promise<Outcome> {
	const profile = await fetchProfile(connection, idType, update.id);
	if (profile === undefined) return { submitted: false, message: NO_SUCH_PROFILE };
	return await submit(connection, idType, update);
}

/** Each request as it would be sent, but for the token. */
async function preview(
	context: IExecuteFunctions,
	{ edge }: Account,
	prepared: readonly Prepared[],
	idType: ProfileIdType,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const [item, update] of prepared.entries()) {
		items.push(previewItem(edge, update, idType, item));
		if (turn.isOver()) await turn.rest();
	}
	return items;
}

function previewItem(edge: Edge, update: Prepared, idType: ProfileIdType, item: number): INodeExecutionData {
	if ('invalid' in update) return failureItem(update.invalid);
	const { id, form, attributes } = update;
	const request = { method: 'POST', url: updateAddress(edge), body: form };
	return { json: { profileId: id, idType, submitted: false, attributes, request }, pairedItem: { item } };
}

/** Says where single updates are not the way that Adobe means for so many. */
function addHints(context: IExecuteFunctions, items: number): void {
	if (items > UPDATES_PER_DAY) {
		hint(
			context,
			'info',
			'Target takes 1,000,000 single updates in 24 hours. Bulk Update Profiles has no such limit.',
		);
	} else if (items > MANY_ITEMS) {
		hint(
			context,
			'info',
			`${counted(items, 'item')} took a request each. Bulk Update Profiles sends them in a few uploads.`,
		);
	}
}

function emptyValuesOf(prepared: readonly Prepared[]): number {
	return prepared.reduce((sum, update) => sum + ('invalid' in update ? 0 : update.emptyValues), 0);
}

/** @throws the error that names the items that can't be sent, when there are any */
function throwIfInvalid(context: IExecuteFunctions, prepared: readonly Prepared[]): void {
	const first: Array<[name: string, failure: Failure]> = [];
	let count = 0;
	for (const [item, update] of prepared.entries()) {
		if (!('invalid' in update)) continue;
		count++;
		if (first.length < MOST_NAMED) first.push([`Item ${item}`, update.invalid]);
	}
	if (count === 0) return;
	throw invalidInputError(context.getNode(), {
		first,
		count,
		of: prepared.length,
		noun: 'item',
	});
}
