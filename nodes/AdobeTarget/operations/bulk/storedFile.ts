import { open } from 'node:fs/promises';

import { UnreadableFile } from '../../profiles/unreadableFile';

/** How a file was when it was opened first. */
interface Seen {
	readonly size: number;
	readonly modifiedMs: number;
}

/**
 * A file of this machine that is read more than once, and has to be the same each time: what is checked in one reading
 * is sent in the next.
 *
 * @param bytes how large a piece is at most
 * @returns opens it from its start; its pieces are memory of their own, that is not written to again
 */
export function storedFile(path: string, bytes: number): () => AsyncGenerator<Buffer, void, undefined> {
	let seen: Seen | undefined;
	return async function* () {
		const file = await open(path);
		try {
			const { size, mtimeMs: modifiedMs } = await file.stat();
			seen ??= { size, modifiedMs };
			if (size !== seen.size || modifiedMs !== seen.modifiedMs) throw changed();
			// A byte more than a small file has, so that one that has grown is read to its end as well.
			const room = Math.min(bytes, size + 1);
			for (;;) {
				const piece = Buffer.allocUnsafeSlow(room);
				const { bytesRead } = await file.read(piece, 0, room);
				if (bytesRead === 0) return;
				yield piece.subarray(0, bytesRead);
			}
		} finally {
			await file.close();
		}
	};
}

function changed(): UnreadableFile {
	return new UnreadableFile(
		'The file changed while it was read',
		'Its size or its time of change is another than when its rows were checked. Run the workflow again once nothing writes to it any more.',
	);
}
