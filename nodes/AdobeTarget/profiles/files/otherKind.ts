import { OTHER_KIND } from './messages';
import { say } from '../../say';
import { UnreadableFile } from '../unreadableFile';

/** The beginnings of texts that are taken for a table by mistake. */
const KINDS = [
	{ start: /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/, message: OTHER_KIND.json },
	{ start: /^\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])/i, message: OTHER_KIND.xml },
	{ start: /^\s*"?batch=/i, message: OTHER_KIND.batchFile },
] as const;

/**
 * Tells what a file is by its beginning, once it has turned out not to be what it was said to be.
 *
 * @param expected what it was said to be: "CSV"
 * @returns undefined when it is nothing that is known
 */
export function otherKind(head: string, expected: string): UnreadableFile | undefined {
	const kind = KINDS.find(({ start }) => start.test(head));
	return kind && new UnreadableFile(...say(kind.message, { expected }));
}
