/**
 * A file that can't be read as what it is said to be. The fault lies in the file as a whole, so none of its rows is
 * sent, whatever is to become of invalid rows.
 *
 * `message` says what is wrong in one sentence, with the line where there is one; `advice` says what can be done.
 */
export class UnreadableFile extends Error {
	readonly advice: string;

	constructor(message: string, advice: string) {
		super(message);
		this.name = 'UnreadableFile';
		this.advice = advice;
	}
}

/** A file that its storage does not give: what is in it has nothing to do with it. */
export class UnavailableFile extends UnreadableFile {}

/** What was caught, where it says that a file can't be read. @throws what was caught, where it is anything else */
export function asUnreadableFile(error: unknown): UnreadableFile {
	if (error instanceof UnreadableFile) return error;
	throw error;
}
