import { open } from 'node:fs/promises';

/**
 * Reads a file of this machine piece by piece, the next piece while one is worked on. Two pieces of memory, which are
 * its own, take turns. (A stream takes new memory for each piece, which lets V8 collect garbage over all of n8n's heap.)
 *
 * @param bytes how large a piece is at most
 * @returns pieces that are good until the next one is asked for: none is written again before
 */
export async function* storedFile(path: string, bytes: number): AsyncGenerator<Buffer, void, undefined> {
	const file = await open(path);
	try {
		const { size } = await file.stat();
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
}
