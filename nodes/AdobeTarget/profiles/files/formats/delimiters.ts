import { CsvRecord } from './csvRecord';
import type { Delimiter } from './csvRecord';
import { CSV } from './messages';
import type { RecordMemory } from '../recordMemory';
import { cellTexts, HEAD_BYTES, INCOMPLETE } from '../recordReader';
import type { LineEnd } from '../recordReader';
import { say } from '../../../say';
import { UnreadableFile } from '../../unreadableFile';
import { shown } from '../../../shown';

/** What the panel may say of the delimiter. */
export type DelimiterChoice = 'auto' | 'comma' | 'semicolon' | 'tab' | 'pipe';

/** In the order in which they win when a header has as many of one as of another. */
const DELIMITERS: Readonly<Record<Exclude<DelimiterChoice, 'auto'>, Delimiter>> = {
	comma: ',',
	semicolon: ';',
	tab: '\t',
	pipe: '|',
};

/** Lines among which a header is looked for, as titles may stand above it. */
export const MOST_TITLES = 20;

/** Excel's own first line, which says what stands between the columns: `sep=;`. Saved anew, it may have more of them. */
const SEPARATOR_LINE = /^"?sep=([^\r\n"])"?[,;\t|]*(?:\r\n?|\n)/i;

const LONGEST_SEPARATOR_LINE = 1_000;

/** What stands between the columns of a file. */
interface FoundDelimiter {
	readonly delimiter: Delimiter;
	/** How many bytes the line takes that names it; 0 where the file has no such line. */
	readonly separatorLine: number;
}

/**
 * Finds what stands between the columns of a CSV file whose beginning is at hand: what the panel says; or what the
 * file's first line does; or that under which most columns are found that the panel names; or that which the header has
 * most of.
 *
 * @param countNamed says how many of the columns that the panel names are in a header
 * @throws UnreadableFile when the first line names a delimiter that is not known
 */
export function findDelimiter(
	memory: RecordMemory,
	lineEnd: LineEnd,
	choice: DelimiterChoice,
	countNamed: (header: readonly string[]) => number,
): FoundDelimiter {
	const head = memory.rest().toString('latin1', 0, LONGEST_SEPARATOR_LINE);
	const [line = '', said = ''] = SEPARATOR_LINE.exec(head) ?? [];
	const separatorLine = line.length;
	if (choice !== 'auto') return { delimiter: DELIMITERS[choice], separatorLine };
	const known = Object.values(DELIMITERS);
	if (separatorLine === 0) {
		const headers = known.map((delimiter) => ({
			delimiter,
			...look(memory, delimiter, lineEnd, countNamed),
		}));
		headers.sort((a, b) => b.found - a.found || b.foundBelow - a.foundBelow || b.count - a.count);
		return { delimiter: headers[0]?.delimiter ?? ',', separatorLine };
	}
	const delimiter = known.find((one) => one === said);
	if (delimiter !== undefined) return { delimiter, separatorLine };
	throw new UnreadableFile(...say(CSV.otherDelimiter, { delimiter: shown(said) }));
}

/** What speaks for a delimiter: the named columns that a header has, and how many columns there are. */
interface Look {
	/** How many named columns the first line has that is not empty. */
	found: number;
	/** How many one of the next lines has at most. */
	foundBelow: number;
	/** How often the delimiter stands in the first line. */
	count: number;
}

function look(
	memory: RecordMemory,
	delimiter: Delimiter,
	lineEnd: LineEnd,
	countNamed: (header: readonly string[]) => number,
): Look {
	const reader = new CsvRecord(delimiter, lineEnd, memory.bytes);
	const to = Math.min(memory.end, memory.start + HEAD_BYTES);
	const seen: Look = { found: 0, foundBelow: 0, count: 0 };
	let lines = 0;
	for (let at = memory.start; at < to && lines < MOST_TITLES;) {
		if (memory.bytes[at] === lineEnd) {
			at++;
			continue;
		}
		at = reader.read(at, to);
		if (at === INCOMPLETE) {
			// The header is longer than what is looked at.
			if (lines === 0) seen.count = memory.rest().toString('latin1', 0, HEAD_BYTES).split(delimiter).length;
			break;
		}
		const names = cellTexts(reader);
		if (names?.every((name) => name === '') === true) {
			if (lines === 0) seen.count = reader.cells;
			continue;
		}
		const found = names === undefined || reader.problem !== undefined ? 0 : countNamed(names);
		if (lines === 0) {
			seen.found = found;
			seen.count = reader.cells;
		} else {
			seen.foundBelow = Math.max(seen.foundBelow, found);
		}
		lines++;
	}
	return seen;
}
