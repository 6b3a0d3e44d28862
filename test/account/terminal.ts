import { createInterface } from 'node:readline/promises';

/** Asks the person, or takes the lines that are piped in: those that come before they are asked for are kept. */
export class Terminal {
	private readonly lines: AsyncIterator<string, unknown>;

	private readonly input = createInterface({ input: process.stdin });

	constructor() {
		this.lines = this.input[Symbol.asyncIterator]();
	}

	/** @returns what was typed, without white space around it; nothing where the input has ended */
	async ask(question: string): Promise<string> {
		process.stderr.write(question);
		const line = await this.lines.next();
		return line.done === true ? '' : line.value.trim();
	}

	close(): void {
		this.input.close();
	}
}
