import { CARRIAGE_RETURN, LINE_FEED } from './recordReader';
import type { LineEnd } from './recordReader';

/**
 * What ends the lines of a text, by its beginning: carriage returns alone where there is no line feed at all, as in
 * files of old Macs and of Excel's "CSV (Macintosh)".
 *
 * @param head without what stands in quotes, where quotes mean something
 */
export function lineEndOf(head: string): LineEnd {
	return /\r[^\n]/.test(head) && !head.includes('\n') ? CARRIAGE_RETURN : LINE_FEED;
}
