import type { AttributeColumns } from '../rows/attributeColumns';
import type { EncodedRow } from '../rows/encodedRow';
import type { ValueRules } from '../attributes/valueRules';
import { fileRows } from './fileRows';
import type { FileFormat } from './fileFormat';
import { MESSAGES } from './messages';
import type { ProfileIdType } from '../profileId';
import { RecordMemory } from './recordMemory';
import type { RowBlock, RowSource } from '../rows/rowSource';
import type { IdShare } from '../rows/idShare';
import { say } from '../../say';
import { UnavailableFile, UnreadableFile } from '../unreadableFile';
import type { InputFile } from './utf8Chunks';

/**
 * The rows of files, one file after the other. Where there are several, errors name the file.
 *
 * @param share which of the rows are sent; all where it is left out
 */
export function fileSource(
	files: readonly InputFile[],
	format: FileFormat,
	idType: ProfileIdType,
	columns: AttributeColumns,
	rules?: ValueRules,
	share?: IdShare,
): RowSource {
	return {
		async *read(findings) {
			const memory = new RecordMemory();
			for (const file of files) {
				const blocks = fileRows(file, format, idType, columns, memory, findings, rules, share);
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
