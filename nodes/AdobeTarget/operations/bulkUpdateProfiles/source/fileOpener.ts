import { Readable } from 'node:stream';
import { isNativeError } from 'node:util/types';

import type { IExecuteFunctions } from 'n8n-workflow';

import { unlessAborted } from '../../../api/onAbort';
import { UnavailableFile, UnreadableFile } from '../../../profiles/unreadableFile';
import { CHUNK_BYTES } from '../../../profiles/files/utf8Chunks';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { messageOf } from '../../../n8n/saidByN8n';
import { IT_IS, KEPT_FILE } from './messages';
import { storedFile } from './storedFile';
import type { WholeFiles } from './wholeFiles';

/** What n8n writes before the ID of a file, by where it keeps it. */
const FILE_SYSTEM = 'filesystem';
const DATABASE = 'database:';

/**
 * n8n gets a file out of its database in one piece, and as a text of twice its length; V8 has no longer ones than
 * 536,870,888 characters. Above that the database's driver fails where nobody listens, and n8n waits for ever.
 */
export const MOST_FROM_DATABASE = 268_000_000;

/** Words of the storage, which may be a whole page, are quoted up to here. */
const MOST_QUOTED = 300;

type Open = () => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;

/**
 * What opens a file that n8n keeps on its disk, in its database or in an object storage, as often as it is called.
 *
 * @param id as n8n gives it to the file
 * @param wholeFiles takes up the file where it comes in one piece
 * @param which for the person who has to find it: `"customers.csv", in the field "data" of item 0`
 * @returns gives the file in pieces. It throws UnreadableFile, in words, when the storage does not give the file, and
 * the signal's reason as soon as the execution is stopped, whether or not the storage answers.
 */
export function fileOpener(
	context: IExecuteFunctions,
	id: string,
	wholeFiles: WholeFiles,
	which: string,
): () => AsyncGenerator<Uint8Array, void, undefined> {
	const signal = context.getExecutionCancelSignal();
	const pieces = () => piecesOf(open, signal);
	const isStored = id.startsWith(FILE_SYSTEM);
	const open = isStored ? storedOpener(context, id) : streamOpener(context, id, signal);
	return async function* () {
		try {
			// Its pieces are written over by the next ones, so none of them is kept.
			if (isStored) yield* pieces();
			else yield* wholeFiles.read(id, pieces);
		} catch (error) {
			signal?.throwIfAborted();
			throw inWords(error, which);
		}
	};
}

function storedOpener({ helpers }: IExecuteFunctions, id: string): Open {
	let stored: (() => AsyncIterable<Uint8Array>) | undefined;
	return () => {
		stored ??= storedFile(helpers.getBinaryPath(id), CHUNK_BYTES);
		return stored();
	};
}

function streamOpener(context: IExecuteFunctions, id: string, signal: AbortSignal | undefined): Open {
	return async () => {
		if (id.startsWith(DATABASE)) await refuseTooLarge(context, id, signal);
		return await context.helpers.getBinaryStream(id, CHUNK_BYTES);
	};
}

/** The pieces of what is opened. What is opened too late, or never gives a piece, is given up once the signal says so. */
async function* piecesOf(
	open: Open,
	signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
	const opening = Promise.resolve(open());
	let file: AsyncIterator<Uint8Array> | undefined;
	try {
		file = (await unlessAborted(opening, signal))[Symbol.asyncIterator]();
		for (;;) {
			const next = await unlessAborted(file.next(), signal);
			if (next.done === true) return;
			yield next.value;
		}
	} finally {
		if (signal?.aborted) abandon(opening);
		else await file?.return?.();
	}
}

/** Closes what may be opened only now, or may be waiting for a piece that never comes. */
function abandon(opening: Promise<AsyncIterable<Uint8Array>>): void {
	const close = async () => {
		const file = await opening;
		if (file instanceof Readable) file.destroy();
		else await file[Symbol.asyncIterator]().return?.();
	};
	close().catch(() => undefined);
}

/** @throws UnreadableFile when asking for the file would never come to an end */
async function refuseTooLarge(
	{ helpers }: IExecuteFunctions,
	id: string,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { fileSize } = await unlessAborted(helpers.getBinaryMetadata(id), signal);
	if (fileSize <= MOST_FROM_DATABASE) return;
	const size = Math.round(fileSize / 1_000_000);
	throw new UnreadableFile(...say(KEPT_FILE.tooLarge, { size }));
}

/** What the storage threw, as what has happened to the file and what can be done. */
function inWords(error: unknown, which: string): UnreadableFile {
	if (error instanceof UnreadableFile)
		return new UnreadableFile(error.message, sentences(fill(IT_IS, { file: which }), error.advice));
	const said = messageOf(error);
	if (isNotFound(error, said)) return new UnavailableFile(...say(KEPT_FILE.notFound, { file: which }));
	const [text, advice] = say(KEPT_FILE.notGiven, { file: which, reason: said.slice(0, MOST_QUOTED) });
	return new UnavailableFile(text, sentences(advice));
}

/** By the words of file systems, of n8n and of S3. */
function isNotFound(error: unknown, said: string): boolean {
	const code: unknown = isNativeError(error) && 'code' in error ? error.code : undefined;
	const name = isNativeError(error) ? error.name : '';
	return (
		code === 'ENOENT' ||
		name === 'NoSuchKey' ||
		/^(binary data )?file not found|ENOENT|no such file/i.test(said)
	);
}
