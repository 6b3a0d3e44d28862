import { BatchFileRecord } from './batchFileRecord';
import type { FileFormat } from './fileRows';
import type { ProfileIdType } from './profileId';
import { UnreadableFile } from './unreadableFile';

const PREFIX = 'batch=';

/**
 * A ready-made Adobe batch file: `batch=` and the header (the ID's column first, named after the ID type), then a line
 * per profile, everything percent-encoded, short lines allowed (bulk profile API page).
 */
export function batchFileFormat(idType: ProfileIdType): FileFormat {
	return {
		readerFor(firstLines, bytes) {
			if (firstLines.toString('latin1', 0, PREFIX.length) !== PREFIX) {
				throw new UnreadableFile(
					'The file does not begin with "batch="',
					'An Adobe batch file does. For a table with a header, choose CSV as the file format.',
				);
			}
			return new BatchFileRecord(bytes);
		},
		layoutOf(header, columns) {
			const [first = '', ...names] = header;
			const key = first.slice(PREFIX.length);
			if (key !== idType) {
				throw new UnreadableFile(
					`The first column of the file is "${key}", and the ID type here is "${idType}"`,
					'The first column of a batch file holds the ID and is named pcId or thirdPartyId. Choose the ID type that the file has.',
				);
			}
			const seen = new Set<string>([key]);
			for (const [index, name] of names.entries()) {
				const problem =
					problemOf(name) ?? (seen.has(name) ? `has a name that is there twice: "${name}"` : undefined);
				if (problem !== undefined) {
					throw new UnreadableFile(
						`Column ${index + 2} of the file ${problem}`,
						'Columns of a batch file carry the plain names of attributes, each once.',
					);
				}
				seen.add(name);
			}
			return {
				width: header.length,
				idColumn: 0,
				picked: names.map((name, index) => ({ column: index + 1, attribute: columns.keptNumberOf(name) })),
				nameless: [],
			};
		},
		cellAdvice: 'A comma within a value has to be written as %2C in a batch file.',
		shortRows: true,
		rawUtf8: false,
	};
}

function problemOf(name: string): string | undefined {
	if (name.trim() === '') return 'has no name';
	return name.startsWith('profile.') ? `begins with "profile.": "${name}"` : undefined;
}
