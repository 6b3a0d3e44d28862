import { HINTS } from '../../shared/messages';
import { fill } from '../../../say';
import { sentences } from '../../../sentences';
import { counted } from '../../../wording';
import type { BulkRun } from '../bulkRun';
import { OTHERS, TOTALS } from './messages';

/** The totals of a run in a sentence; of a preview, what would go out. */
export function totalsInWords(run: BulkRun): string {
	if (!run.isPreview) return sentenceOf(run, TOTALS.submitted);
	return sentences(sentenceOf(run, TOTALS.preview), HINTS.previewOnly.text);
}

function sentenceOf(
	{ totals, rowNames: { noun } }: BulkRun,
	message: (typeof TOTALS)[keyof typeof TOTALS],
): string {
	const { rows, ofOtherShares, sent, merged, skipped, notSubmitted, batches } = totals;
	const others = [
		merged > 0 ? fill(OTHERS.merged, { rows: counted(merged, noun) }) : '',
		skipped > 0 ? fill(OTHERS.skipped, { rows: counted(skipped, noun) }) : '',
		notSubmitted > 0 ? fill(OTHERS.notSubmitted, { profiles: counted(notSubmitted, 'profile') }) : '',
	];
	const words = fill(message.text, {
		rows: counted(rows, noun),
		profiles: counted(sent, 'profile'),
		batches: counted(batches, 'batch', 'batches'),
		others: others.join(''),
	});
	if (ofOtherShares === undefined) return words;
	return sentences(words, fill(OTHERS.ofOtherShares, { rows: counted(ofOtherShares, noun) }));
}
