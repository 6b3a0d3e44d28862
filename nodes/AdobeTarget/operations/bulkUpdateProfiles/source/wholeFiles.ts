/**
 * The files of one run that n8n handed over in one piece, for the next reading of the same run: out of its database a
 * file always comes so, and slowly each time it is asked for.
 */
export class WholeFiles {
	private readonly kept = new Map<string, Uint8Array>();

	/** @param room how many bytes are kept at most, of all files together */
	constructor(private room: number) {}

	/**
	 * The pieces of a file: what is kept of it, or what is opened.
	 *
	 * @param id tells the file from others
	 * @param open opens it; nobody writes to its pieces any more
	 * @throws whatever the opened file does
	 */
	async *read(
		id: string,
		open: () => AsyncIterable<Uint8Array>,
	): AsyncGenerator<Uint8Array, void, undefined> {
		const whole = this.kept.get(id);
		if (whole !== undefined) {
			yield whole;
			return;
		}
		let pieces = 0;
		let only: Uint8Array | undefined;
		for await (const piece of open()) {
			only = ++pieces === 1 ? piece : undefined;
			yield piece;
		}
		if (only === undefined || only.length > this.room) return;
		this.room -= only.length;
		this.kept.set(id, only);
	}

	/** No file is read any more: lets go of them, and keeps no others. */
	letGo(): void {
		this.kept.clear();
		this.room = 0;
	}
}
