import { isEmptyBatch } from './edge/answers';
import type { Seen } from './edge/answers';
import { AFTER, BATCHES, EMPTY_BATCH, overrideSecond, VALUE } from './edge/batches';
import { idOf } from './evidence';
import type { AnswerName, Evidence, ProfileName } from './evidence';
import type { Session } from './edge/session';

/** Pauses between two looks for profiles: the first, and the longest that they grow to. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 120_000;

/** Told what is done next, in words. */
export type Say = (what: string) => void;

/** Attributes of single updates, by where their parameters stand. */
const UPDATES: ReadonlyMap<AnswerName, { readonly attribute: string; readonly by: 'query' | 'body' }> =
	new Map([
		['updateByQuery', { attribute: 'n8n-check-query', by: 'query' }],
		['updateByBody', { attribute: 'n8n-check-body', by: 'body' }],
		['secondUpdateByQuery', { attribute: 'n8n-check-query-again', by: 'query' }],
		['secondUpdateByBody', { attribute: 'n8n-check-body-again', by: 'body' }],
	]);

/**
 * Asks what has not been asked yet, and looks again for what was not there. The evidence grows with every answer.
 *
 * @param longestMs how long to wait for what was sent to show
 * @throws Error where Target takes no batch from this account, so that going on would tell nothing
 */
export async function gather(
	session: Session,
	evidence: Evidence,
	longestMs: number,
	say: Say,
): Promise<void> {
	await askWithoutChange(session, evidence, say);
	if (evidence.readOnly) return;
	const { emptyBatch } = evidence.answers;
	if (emptyBatch && !isEmptyBatch(emptyBatch)) {
		throw new Error(`Target does not take a batch from this account: ${inWords(emptyBatch)}.`);
	}
	say('Sending batches of made-up profiles.');
	const { clock } = session;
	evidence.sentAt ??= clock.now();
	for (const { name, text } of BATCHES) {
		await once(evidence, name, () => session.submit(text(evidence)));
	}
	await askForStatus(session, evidence, 'statusAtOnce', 'controlBatch');
	const deadline = clock.now() + longestMs;
	say('Waiting until Target shows the first of them.');
	const first = ['control', 'update', 'override'] as const;
	const isThere = await look(session, evidence, deadline, () =>
		first.filter((name) => isMissing(evidence, name)),
	);
	if (!isThere) return;
	say('Sending single updates, and a second batch for one profile.');
	for (const [name, { attribute, by }] of UPDATES) {
		const parameters = `mbox3rdPartyId=${idOf(evidence, 'update')}&profile.${attribute}=1`;
		await once(evidence, name, () => session.update({ [by]: parameters }));
	}
	await once(evidence, 'overrideSecond', () => session.submit(overrideSecond(evidence)));
	say('Waiting until Target shows what was sent.');
	await look(session, evidence, deadline, () => awaited(evidence));
	await askForStatus(session, evidence, 'statusDone', 'controlBatch');
	await askForStatus(session, evidence, 'statusOfComma', 'commaBatch');
	await askForStatus(session, evidence, 'statusOfLineEnd', 'lineEndBatch');
	await askForOtherStatus(session, evidence);
	await fetchInto(session, evidence, 'canary');
}

/** What a batch or an update that was refused has sent does not come. */
function awaited(evidence: Evidence): ProfileName[] {
	const { answers, profiles } = evidence;
	const missing: ProfileName[] = [];
	for (const { name, profile } of BATCHES) {
		if (answers[name]?.success === true && isMissing(evidence, profile)) missing.push(profile);
	}
	if (answers.overrideSecond?.success === true && profiles.override?.[VALUE] !== '2')
		missing.push('override');
	// Each way is asked twice in turn: where the last of one way shows, all that was sent before it has had its time.
	const { update } = profiles;
	if (update?.['n8n-check-query-again'] === undefined && update?.['n8n-check-body-again'] === undefined) {
		missing.push('update');
	}
	return missing;
}

/** Looks until all are there, or the time is over. */
async function look(
	session: Session,
	evidence: Evidence,
	deadline: number,
	missing: () => readonly ProfileName[],
): Promise<boolean> {
	const { clock } = session;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
		const names = new Set(missing());
		if (names.size === 0) return true;
		for (const name of names) await fetchInto(session, evidence, name);
		if (evidence.profiles.control) evidence.visibleAfterMs ??= clock.now() - (evidence.sentAt ?? 0);
		if (missing().length === 0) return true;
		if (clock.now() + pause > deadline) return false;
		await clock.sleep(pause);
	}
}

async function fetchInto(session: Session, evidence: Evidence, name: ProfileName): Promise<void> {
	const profile = await session.fetch(idOf(evidence, name));
	if (profile !== undefined) evidence.profiles[name] = profile;
}

async function askWithoutChange(session: Session, evidence: Evidence, say: Say): Promise<void> {
	const { hasToken } = evidence;
	const nobody = idOf(evidence, 'nobody');
	const { edgeUrl, clientCode } = session.account;
	say('Asking what changes nothing: a profile that nobody has, batches without rows.');
	await once(evidence, 'fetch', () => session.seenFetching(nobody));
	await once(evidence, 'fetchWithoutAgent', () => session.seenFetching(nobody, { withoutUserAgent: true }));
	await once(evidence, 'emptyBatch', () => session.submit(EMPTY_BATCH));
	await once(evidence, 'emptyBatchWithWrongToken', () => session.submit(EMPTY_BATCH, { token: 'wrong' }));
	await once(evidence, 'statusOfNoBatch', () =>
		session.status(`${edgeUrl}/m2/${clientCode}/profile/batchStatus?batchId=${nobody}`),
	);
	if (!hasToken) return;
	const without = { token: 'none' } as const;
	await once(evidence, 'fetchWithoutToken', () => session.seenFetching(nobody, without));
	await once(evidence, 'emptyBatchWithoutToken', () => session.submit(EMPTY_BATCH, without));
	// An update of a profile that is not there makes none.
	const parameters = `mbox3rdPartyId=${nobody}&profile.${AFTER}=1`;
	await once(evidence, 'updateWithoutToken', () =>
		session.update({ query: parameters, body: parameters }, without),
	);
}

/** Asks at the address that Target gave with a batch, until it says that the batch is done. */
async function askForStatus(
	session: Session,
	evidence: Evidence,
	name: 'statusAtOnce' | 'statusDone' | 'statusOfComma' | 'statusOfLineEnd',
	batch: 'controlBatch' | 'commaBatch' | 'lineEndBatch',
): Promise<void> {
	const address = evidence.answers[batch]?.batchStatus;
	const known = evidence.answers[name];
	if (address === undefined || (known && isDone(known))) return;
	evidence.answers[name] = await session.status(address);
}

/** Asks in the ways that Adobe’s samples do not show: over https, and by the ID alone at the account’s own host. */
async function askForOtherStatus(session: Session, evidence: Evidence): Promise<void> {
	const address = evidence.answers.controlBatch?.batchStatus;
	if (address === undefined) return;
	const { edgeUrl, clientCode } = session.account;
	if (address.startsWith('http:') && edgeUrl.startsWith('https:')) {
		await once(evidence, 'statusOverHttps', () => session.status(address.replace('http:', 'https:')));
	}
	const id = new URL(address).searchParams.get('batchId');
	if (id === null) return;
	const bare = `${edgeUrl}/m2/${clientCode}/profile/batchStatus?batchId=${encodeURIComponent(id)}`;
	await once(evidence, 'statusByBareId', () => session.status(bare));
}

/** Asks a question unless it was answered before. */
async function once(evidence: Evidence, name: AnswerName, question: () => Promise<Seen>): Promise<void> {
	const known = evidence.answers[name];
	if (known !== undefined && known.failure === undefined) return;
	evidence.answers[name] = await question();
}

function isDone({ statusWord = '' }: Seen): boolean {
	return statusWord !== '' && !/^(?:incomplete|submitted|pending|queued)$/i.test(statusWord);
}

function isMissing({ profiles }: Evidence, name: ProfileName): boolean {
	return !profiles[name];
}

/** An answer in a few words. */
export function inWords({ status, message, failure, shape, success }: Seen): string {
	if (failure !== undefined) return `no answer (${failure})`;
	const said = message === undefined ? '' : `, “${message}”`;
	return `HTTP ${status}, ${shape}${success === undefined ? '' : `, success ${String(success)}`}${said}`;
}
