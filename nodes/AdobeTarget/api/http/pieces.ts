/** What is handed to the socket at a time, so that it is seen how an upload goes on. At 1 Mbit/s it takes half a second. */
const PIECE_BYTES = 65_536;

/** What is told of an upload. */
export interface UploadWatch {
	/** Called when more of it has left. */
	sentMore(): void;
	/** Called once all of it has been handed to the socket. */
	handedOver(): void;
}

/** Whether a body is so large that it goes in pieces. */
export function isLarge(body: string | Uint8Array | undefined): body is Uint8Array {
	return typeof body === 'object' && body.length > PIECE_BYTES;
}

/**
 * A large body, piece by piece, each asked for when the one before has left. As a whole it would be encrypted in one
 * go, which holds n8n up, and nobody could tell an upload that goes on from one that stands.
 */
export function* piecesOf(body: Uint8Array, watch: UploadWatch): Generator<Uint8Array> {
	for (let start = 0; start < body.length; start += PIECE_BYTES) {
		yield body.subarray(start, start + PIECE_BYTES);
		watch.sentMore();
	}
	watch.handedOver();
}
