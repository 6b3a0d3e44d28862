import type { EncodedRow } from '../rows/encodedRow';
import { fileRows } from './fileRows';
import type { FileFormat } from './fileFormat';
import { MESSAGES } from './messages';
import { RecordMemory } from './recordMemory';
import type { RowBlock, RowRules, RowSource } from '../rows/rowSource';
import { say } from '../../say';
import { UnavailableFile, UnreadableFile } from '../unreadableFile';
import type { InputFile } from './utf8Chunks';

/** The rows of files, one file after the other. Where there are several, errors name the file. */
export function fileSource(files: readonly InputFile[], format: FileFormat, rules: RowRules): RowSource {
	return {
		async *read(findings) {
			const memory = new RecordMemory();
			for (const file of files) {
				const blocks = fileRows(file, format, rules, memory, findings);
				if (files.length === 1) yield* blocks;
				else yield* namingErrors(blocks, file);
			}
		},
	};
}

async function* namingErrors(
	blocks: AsyncIterable<RowBlock>,
	file: InputFile,
): AsyncGenerator<RowBlock, void, undefined> {
	try {
		for await (const block of blocks) yield { next: () => nextNamingErrors(block, file) };
	} catch (error) {
		throwNamed(error, file);
	}
}

/** The rows of a block are read after it was given, and with them what is wrong in the file. */
function nextNamingErrors(block: RowBlock, file: InputFile): EncodedRow | undefined {
	try {
		return block.next();
	} catch (error) {
		throwNamed(error, file);
	}
}

function throwNamed(error: unknown, { name, item }: InputFile): never {
	if (!(error instanceof UnreadableFile)) throw error;
	const { message, advice } = error;
	const words = say(MESSAGES.ofItem, { file: name, item, message, advice });
	throw error instanceof UnavailableFile ? new UnavailableFile(...words) : new UnreadableFile(...words);
}
