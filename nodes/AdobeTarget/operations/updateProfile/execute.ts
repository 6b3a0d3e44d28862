import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Connection } from '../../api/sending/connection';
import { fetchProfile } from '../../api/calls/fetchProfile';
import { LONGEST_ADDRESS, submitUpdate, updateRequest } from '../../api/calls/submitUpdate';
import { readAccounts } from '../../credential/accounts';
import type { ProfileIdType } from '../../profiles/profileId';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { Findings } from '../../profiles/findings';
import { fill, say, sayCount } from '../../say';
import { sentences } from '../../sentences';
import { shown, shownNames } from '../../shown';
import { Turn } from '../../turn';
import { isTool } from '../shared/asTool';
import { eachItem } from '../shared/eachItem';
import { failureError, failureItem } from '../../n8n/failure';
import { invalidInputError, MOST_NAMED } from '../shared/invalidInput';
import type { Failure } from '../../n8n/failure';
import { readIdType } from '../shared/fields';
import { hint } from '../../n8n/hint';
import { hintAtFindings } from '../shared/hints';
import { MESSAGES as N8N } from '../../n8n/messages';
import { HINTS as SHARED_HINTS } from '../shared/messages';
import { readBoolean, readChoice, readNumber, readOptions } from '../../n8n/parameters';
import { withConnections } from '../../credential/connect';
import {
	concurrencyOption,
	includeInputFieldsOption,
	maxRequestsOption,
	maxRetriesOption,
	previewOnlyOption,
	timeoutOption,
	unknownProfilesOption,
	updateProfileFields,
	verifyOption,
	verifyOptionOfTool,
} from './fields';
import { ADVICE, HINTS, MESSAGES, OUTPUT } from './messages';
import { prepareUpdates } from './prepare';
import type { Prepared, ReadyUpdate } from './prepare';
import { counted } from '../../wording';

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

/** From here on bulk is the better way. */
const MANY_ITEMS = 1_000;

/** "1,000,000 updates per rolling 24 hours" (single profile API page); what comes back past it is not said. */
const UPDATES_PER_DAY = 1_000_000;

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
	const previewOnly = readBoolean(context, options, previewOnlyOption);
	const asTool = isTool(context.getNode());
	const verify = readBoolean(context, options, asTool ? verifyOptionOfTool : verifyOption);
	const unknownIsError = readChoice(context, options, unknownProfilesOption, ['error', 'passOn']) === 'error';
	const includeInput = readBoolean(context, options, includeInputFieldsOption);
	const finish = includeInput ? withInputOf(context.getInputData()) : (item: INodeExecutionData) => item;
	const connections = Math.floor(readNumber(context, options, concurrencyOption));
	const timeoutMs = readNumber(context, options, timeoutOption) * 1_000;
	const requestsPerSecond = readNumber(context, options, maxRequestsOption);
	const maxRetries = Math.floor(readNumber(context, options, maxRetriesOption));
	const idType = readIdType(context);

	const prepared = await prepareUpdates(context, options, idType, accounts);
	if (stopOnError) throwIfInvalid(context, prepared);
	hintAtFindings(context, findingsOf(prepared));
	hintAtBodies(context, prepared);
	if (previewOnly) {
		hint(context, 'warning', SHARED_HINTS.previewOnly.text);
		return (await preview(context, prepared, idType)).map(finish);
	}
	addHints(context, prepared.length);

	const send = verify ? submitIfKnown : submit;
	const retries = { maxRetries, firstPauseMs: FIRST_PAUSE_MS };
	const settings = { connections, timeoutMs, retries, requestsPerSecond };
	return await withConnections(context, settings, async (connectionTo) => {
		let submitted = 0;
		const unknown: string[] = [];
		const update = async (ready: Prepared): Promise<IDataObject> => {
			if ('error' in ready) throw ready.error;
			const outcome = await send(connectionTo(ready.account), idType, ready);
			const { id: profileId, attributes } = ready;
			if (outcome.submitted) submitted++;
			else if (unknownIsError)
				throw new InvalidProfile(...say(MESSAGES.noSuchProfile, { id: shown(profileId) }));
			else unknown.push(profileId);
			const attributesSent = outcome.submitted ? attributes : 0;
			return { profileId, idType, submitted: outcome.submitted, attributesSent, message: outcome.message };
		};
		const { output, stoppedBy } = await eachItem(
			prepared,
			connections,
			context.getExecutionCancelSignal(),
			stopOnError,
			update,
		);
		if (unknown.length > 0) hintAtUnknown(context, unknown, prepared.length);
		if (stoppedBy === undefined) return output.map(finish);
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

/**
 * Adds the input's fields and files to what became of an item. Errors stay as they are: n8n tells them by having nothing
 * else in them, and adds the input's fields itself.
 */
function withInputOf(
	input: readonly INodeExecutionData[],
): (output: INodeExecutionData, item: number) => INodeExecutionData {
	return (output, item) => {
		const { json, binary } = input[item] ?? {};
		if (!Object.hasOwn(output.json, 'submitted')) return output;
		return { ...output, json: { ...json, ...output.json }, ...(binary && { binary }) };
	};
}

/** Says whose profiles Target does not know; their items are no errors. */
function hintAtUnknown(context: IExecuteFunctions, ids: readonly string[], items: number): void {
	const count = ids.length.toLocaleString('en');
	const values = { count, items: counted(items, 'item'), ids: shownNames(ids) };
	hint(context, 'warning', ...say(HINTS.noSuchProfile, values));
}

/** Each request as it would be sent, but for the token. */
async function preview(
	context: IExecuteFunctions,
	prepared: readonly Prepared[],
	idType: ProfileIdType,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const [item, update] of prepared.entries()) {
		items.push(previewItem(update, idType, item));
		if (turn.isOver()) await turn.rest();
	}
	return items;
}

function previewItem(update: Prepared, idType: ProfileIdType, item: number): INodeExecutionData {
	if ('error' in update) return failureItem(update);
	const { id, form, attributes, account } = update;
	const request = { method: 'POST', ...updateRequest(account.edge, form) };
	return {
		json: { profileId: id, idType, submitted: false, attributesSent: attributes, request },
		pairedItem: { item },
	};
}

/** Says where single updates are not the way that Adobe means for so many. */
function addHints(context: IExecuteFunctions, items: number): void {
	if (items > UPDATES_PER_DAY) {
		hint(context, 'info', ...say(HINTS.moreThanADay));
	} else if (items > MANY_ITEMS) {
		hint(context, 'info', ...say(HINTS.manyItems, { items: counted(items, 'item') }));
	}
}

/** Says how many updates are too long for an address: that Target reads others, nobody has shown in public. */
function hintAtBodies(context: IExecuteFunctions, prepared: readonly Prepared[]): void {
	const count = prepared.filter(
		(ready) => 'form' in ready && updateRequest(ready.account.edge, ready.form).body !== '',
	).length;
	if (count === 0) return;
	const bytes = LONGEST_ADDRESS.toLocaleString('en');
	hint(context, 'warning', ...sayCount(HINTS.inBody, count, { bytes }));
}

function findingsOf(prepared: readonly Prepared[]): Findings {
	const findings = new Findings();
	for (const update of prepared) {
		if (!('error' in update)) findings.addAll(update.findings);
	}
	return findings;
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
