import { BatchFileRecord } from './batchFileRecord';
import { trimmedName } from '../../trimmedName';
import type { FileFormat } from '../fileFormat';
import { lineEndOf } from '../lineEnds';
import { BATCH_FILE, CELLS } from './messages';
import { otherKind } from '../otherKind';
import type { ProfileIdType } from '../../profileId';
import { HEAD_BYTES } from '../recordReader';
import { say } from '../../../say';
import { UnreadableFile } from '../../unreadableFile';
import { shown } from '../../../shown';

const PREFIX = 'batch=';

/** What the panel calls the ID types. */
const CHOICES: Record<ProfileIdType, string> = { thirdPartyId: 'Third-Party ID', pcId: 'PC ID' };

/** The first line of a table, which has no "batch" in it in any form. */
const TABLE = /^(?!.{0,9}batch)[^,;|\p{Cc}]{1,200}[,;\t|]/iu;

/**
 * A ready-made Adobe batch file: `batch=` and the header (the ID's column first, named after the ID type), then a line
 * per profile, everything percent-encoded, short lines allowed (bulk profile API page). Adobe's own sample had spaces
 * after the commas of its header for years, so they are taken away.
 */
export function batchFileFormat(idType: ProfileIdType): FileFormat {
	return {
		lineEndOf: (head) => lineEndOf(head.toString('latin1', 0, HEAD_BYTES)),
		open(memory, lineEnd) {
			const head = memory.rest().toString('latin1', 0, HEAD_BYTES);
			if (!head.startsWith(PREFIX)) throw noBatchFile(head);
			return {
				reader: new BatchFileRecord(memory.bytes, lineEnd),
				firstByte: memory.start,
				firstLine: 1,
			};
		},
		otherKind: () => undefined,
		layoutOf(header, columns) {
			const [first = '', ...raw] = header;
			const written = [first.slice(PREFIX.length), ...raw];
			const [key = '', ...names] = written.map(trimmedName);
			const trimmedNames = written.filter((name) => trimmedName(name) !== name).length;
			if (key !== idType) {
				throw new UnreadableFile(
					...say(BATCH_FILE.otherIdType, { column: shown(key), idType, choice: CHOICES[idType] }),
				);
			}
			const seen = new Set<string>([key]);
			for (const [index, name] of names.entries()) {
				const problem = problemOf(name) ?? (seen.has(name) ? BATCH_FILE.columnTwice : undefined);
				if (problem !== undefined) {
					throw new UnreadableFile(...say(problem, { number: index + 2, column: shown(name) }));
				}
				seen.add(name);
			}
			return {
				width: header.length,
				leastCells: 1,
				idColumn: 0,
				idName: key,
				picked: names.map((name, index) => ({ column: index + 1, attribute: columns.keptNumberOf(name) })),
				nameless: [],
				trimmedNames,
			};
		},
		mayBeUnderlined: false,
		cellAdvice: CELLS.batchFile,
		rawUtf8: false,
	};
}

function noBatchFile(head: string): UnreadableFile {
	const other = /batch\s*=/i.test(head) ? undefined : otherKind(head, 'an Adobe batch file');
	if (other !== undefined) return other;
	return new UnreadableFile(...say(TABLE.test(head) ? BATCH_FILE.looksLikeCsv : BATCH_FILE.noPrefix));
}

function problemOf(name: string) {
	if (name.trim() === '') return BATCH_FILE.columnWithoutName;
	return name.startsWith('profile.') ? BATCH_FILE.columnWithProfile : undefined;
}
