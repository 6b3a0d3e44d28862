import type { InvalidProfile } from '../invalidProfile';
import { UnreadableFile } from '../unreadableFile';

/**
 * A record that spans lines and can't be sent. Its quote may have been opened by mistake, so whole rows may be in it:
 * they would be lost with it if it were skipped.
 *
 * @param reason what is wrong with it as a row
 * @param line on which it begins
 * @param lines how many it spans
 */
export function brokenAcrossLines(reason: InvalidProfile, line: number, lines: number): UnreadableFile {
	const wrong = reason.message.replace(/^The row /, 'it ');
	return new UnreadableFile(
		`The record in lines ${line} to ${line + lines - 1} is broken: ${wrong.charAt(0).toLowerCase()}${wrong.slice(1)}`,
		'A quote is opened there, perhaps by mistake, and nothing after it can be trusted: whole rows may be in the cell. So nothing is sent, whatever Invalid Rows says. Put a cell that begins with a quote in quotes, and write each quote within it twice (""), where the file comes from.',
	);
}
