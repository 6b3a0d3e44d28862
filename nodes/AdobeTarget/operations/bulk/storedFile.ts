import { open } from 'node:fs/promises';

import { spareMemory } from '../../profiles/spareMemory';

/**
 * Reads a file of this machine piece by piece into the same memory again and again, the next piece while one is worked
 * on. (A stream takes new memory for each piece, which lets V8 collect garbage over all of n8n's heap.)
 *
 * @param bytes how large a piece is at most
 * @returns pieces that are good until the next one is asked for
 */
export async function* storedFile(path: string, bytes: number): AsyncGenerator<Buffer, void, undefined> {
	const file = await open(path);
	let [piece, spare] = [spareMemory.take(bytes), spareMemory.take(bytes)];
	try {
		let { bytesRead } = await file.read(piece, 0, bytes);
		while (bytesRead > 0) {
			const reading = file.read(spare, 0, bytes);
			// Where no further piece is asked for, nobody waits for it.
			reading.catch(() => undefined);
			yield piece.subarray(0, bytesRead);
			({ bytesRead } = await reading);
			[piece, spare] = [spare, piece];
		}
	} finally {
		// Comes back when nothing is read into them any longer.
		await file.close();
		spareMemory.giveBack(piece);
		spareMemory.giveBack(spare);
	}
}
