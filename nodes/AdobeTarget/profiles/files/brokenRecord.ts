import type { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
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
		...say(MESSAGES.brokenAcrossLines, {
			first: line,
			last: line + lines - 1,
			reason: `${wrong.charAt(0).toLowerCase()}${wrong.slice(1)}`,
		}),
	);
}
