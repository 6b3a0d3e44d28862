import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fetchProfile } from '../../api/calls/fetchProfile';
import { submitUpdate } from '../../api/calls/submitUpdate';
import type { Connection } from '../../api/sending/connection';
import { readAccounts } from '../../credential/accountsOfItems';
import { withConnections } from '../../credential/connect';
import { failureError } from '../../n8n/failure';
import type { Failure } from '../../n8n/failure';
import { MESSAGES as N8N } from '../../n8n/messages';
import { readOptions } from '../../n8n/parameters';
import { InvalidProfile } from '../../profiles/invalidProfile';
import type { ProfileIdType } from '../../profiles/profileId';
import { fill, say } from '../../say';
import { sentences } from '../../sentences';
import { shown } from '../../shown';
import { Turn } from '../../turn';
import { counted } from '../../wording';
import { eachItem } from '../shared/eachItem';
import { hintAtFindings } from '../shared/hints';
import { invalidInputError, MOST_NAMED } from '../shared/invalidInput';
import { updateProfileFields } from './fields';
import { hintAtBodies, hintAtMany, hintAtUnknown } from './hints';
import { InTurn } from './inTurn';
import { ADVICE, MESSAGES, OUTPUT } from './messages';
import { prepareUpdates } from './prepare';
import type { Prepared, ReadyUpdate } from './prepare';
import { preview } from './preview';
import { readUpdateSettings } from './settings';
import type { UpdateSettings } from './settings';

/**
 * Sends one update per item, several at a time, and gives one item for each in the order of the input. Everything
 * that can be checked is checked before the first request.
 */
export async function executeUpdateProfile(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const accounts = await readAccounts(context, stopOnError);
	const options = readOptions(context, updateProfileFields);
	const settings = readUpdateSettings(context, options);
	const { prepared, findings, inBody } = await prepareUpdates(context, options, settings.idType, accounts);
	if (stopOnError) throwIfInvalid(context, prepared);
	hintAtFindings(context, findings);
	hintAtBodies(context, inBody);
	const output = settings.previewOnly
		? await preview(context, prepared, settings.idType)
		: await sendUpdates(context, prepared, settings, stopOnError);
	return settings.includeInput ? await withInput(context, output) : output;
}

/** @throws the error that names the items that can't be sent, when there are any */
function throwIfInvalid(context: IExecuteFunctions, prepared: readonly Prepared[]): void {
	const first: Array<[name: string, failure: Failure]> = [];
	let count = 0;
	for (const [item, update] of prepared.entries()) {
		if (!('error' in update)) continue;
		count++;
		if (first.length < MOST_NAMED) first.push([fill(N8N.item.text, { item }), update]);
	}
	if (count === 0) return;
	throw invalidInputError(context.getNode(), {
		first,
		count,
		of: prepared.length,
		noun: 'item',
		sendOthers: ADVICE.sendOthers,
	});
}

/** Sends what is ready. @throws the error of the first item that fails, under "Stop Workflow" */
async function sendUpdates(
	context: IExecuteFunctions,
	prepared: readonly Prepared[],
	settings: UpdateSettings,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const { idType, verify, unknownIsError, connection } = settings;
	const send = verify ? submitIfKnown : submit;
	const concurrency = connection.connections;
	const inTurn = new InTurn(stopOnError);
	hintAtMany(context, prepared.length);
	return await withConnections(context, connection, async (connectionTo) => {
		let submitted = 0;
		const unknown: string[] = [];
		const update = async (ready: Prepared): Promise<IDataObject> => {
			if ('error' in ready) throw ready.error;
			const { id: profileId, account, attributes } = ready;
			const outcome = await inTurn.do(profileId, async () => send(connectionTo(account), idType, ready));
			if (outcome.submitted) submitted++;
			else if (unknownIsError) throw noSuchProfile(profileId);
			else unknown.push(profileId);
			const attributesSent = outcome.submitted ? attributes : 0;
			return { profileId, idType, submitted: outcome.submitted, attributesSent, message: outcome.message };
		};
		const { output, stoppedBy } = await eachItem(context, prepared, { concurrency, stopOnError }, update);
		hintAtUnknown(context, unknown, prepared.length);
		if (stoppedBy === undefined) return output;
		const items = counted(prepared.length, 'item');
		const after = fill(ADVICE.submitted, { count: submitted, items });
		throw failureError(context.getNode(), { ...stoppedBy, after });
	});
}

/** What became of an update that Target answered; `submitted` is not "updated". */
interface Outcome {
	readonly submitted: boolean;
	readonly message: string;
}

async function submit(connection: Connection, _: ProfileIdType, { form }: ReadyUpdate): Promise<Outcome> {
	const said = await submitUpdate(connection, form);
	return { submitted: true, message: sentences(said, OUTPUT.notVerified.text) };
}

/** Asks first whether Target has the profile, as an update of an unknown one gets the same answer. */
async function submitIfKnown(
	connection: Connection,
	idType: ProfileIdType,
	update: ReadyUpdate,
): Promise<Outcome> {
	const profile = await fetchProfile(connection, idType, update.id);
	if (profile === undefined) {
		return { submitted: false, message: sentences(...say(OUTPUT.noSuchProfile)) };
	}
	return { submitted: true, message: await submitUpdate(connection, update.form) };
}

function noSuchProfile(id: string): InvalidProfile {
	return new InvalidProfile(...say(MESSAGES.noSuchProfile, { id: shown(id) }));
}

/**
 * Adds the input's fields and files to what became of each item. Errors stay as they are: n8n tells them by having
 * nothing else in them, and adds the input's fields itself.
 */
async function withInput(
	context: IExecuteFunctions,
	output: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	const items: INodeExecutionData[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const [item, one] of output.entries()) {
		const isError = !Object.hasOwn(one.json, 'submitted');
		const { json, binary } = input[item] ?? {};
		items.push(isError ? one : { ...one, json: { ...json, ...one.json }, ...(binary && { binary }) });
		if (turn.isOver()) await turn.rest();
	}
	return items;
}
