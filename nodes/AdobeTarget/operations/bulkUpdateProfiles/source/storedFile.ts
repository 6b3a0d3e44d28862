import { open } from 'node:fs/promises';

import { KEPT_FILE } from './messages';
import { say } from '../../../say';
import { UnreadableFile } from '../../../profiles/unreadableFile';

/** How a file was when it was opened first. */
interface Seen {
	readonly size: number;
	readonly modifiedMs: number;
}

/**
 * A file of this machine that is read more than once, and has to be the same each time: what is checked in one reading
 * is sent in the next.
 *
 * Two pieces of memory take turns: while one is worked on, the next is read. New memory for each piece makes V8 look
 * through all of n8n's heap again and again.
 *
 * @param bytes how large a piece is at most
 * @returns opens it from its start; each piece is good until the next one is asked for
 */
export function storedFile(path: string, bytes: number): () => AsyncGenerator<Buffer, void, undefined> {
	let seen: Seen | undefined;
	return async function* () {
		const file = await open(path);
		try {
			const { size, mtimeMs: modifiedMs } = await file.stat();
			seen ??= { size, modifiedMs };
			if (size !== seen.size || modifiedMs !== seen.modifiedMs) {
				throw new UnreadableFile(...say(KEPT_FILE.changed));
			}
			// A byte more than a small file has, so that one that has grown is read to its end as well.
			const room = Math.min(bytes, size + 1);
			let [piece, spare] = [Buffer.allocUnsafeSlow(room), Buffer.allocUnsafeSlow(room)];
			let { bytesRead } = await file.read(piece, 0, room);
			while (bytesRead > 0) {
				const reading = file.read(spare, 0, room);
				// Where no further piece is asked for, nobody waits for it.
				reading.catch(() => undefined);
				yield piece.subarray(0, bytesRead);
				({ bytesRead } = await reading);
				[piece, spare] = [spare, piece];
			}
		} finally {
			await file.close();
		}
	};
}
