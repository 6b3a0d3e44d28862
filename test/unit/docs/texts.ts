/** What stands for everything that a message says of the case at hand: an ID, a number, what Target wrote. */
export const PLACEHOLDER = '…';

/** A part of a message that differs: one of these texts, or anything where there are none. */
export interface Slot {
	readonly alternatives: readonly Text[];
}

/** A text as the code builds it, from fixed words and slots. */
export type Text = ReadonlyArray<string | Slot>;

export const ANYTHING: Slot = { alternatives: [] };

/** Whether the text has words of its own, in it or in a slot. */
export function hasWords(text: Text): boolean {
	return text.some((piece) =>
		typeof piece === 'string' ? /\p{Letter}/u.test(piece) : piece.alternatives.some(hasWords),
	);
}

/** Whether the text has several variants. */
export function hasChoice(text: Text): boolean {
	return text.some((piece) => typeof piece !== 'string' && piece.alternatives.length > 0);
}

/** The text with one choice made for each of its slots; what was chosen is still known as a slot. */
export function variants(text: Text): Text[] {
	return text.reduce<Text[]>(
		(begun, piece) => {
			const choices =
				typeof piece === 'string' || piece.alternatives.length === 0
					? [piece]
					: piece.alternatives.flatMap(variants).map((choice): Slot => ({ alternatives: [choice] }));
			return begun.flatMap((beginning) => choices.map((choice) => [...beginning, choice]));
		},
		[[]],
	);
}

/** The ways to write a variant down: each slot as a placeholder, or in the words that were chosen for it. */
export function spellings(variant: Text): string[] {
	const all = variant.reduce<string[]>(
		(begun, piece) => {
			const ways =
				typeof piece === 'string' ? [piece] : [PLACEHOLDER, ...piece.alternatives.flatMap(spellings)];
			return begun.flatMap((beginning) => ways.map((way) => beginning + way));
		},
		[''],
	);
	return [...new Set(all.map(oneOfSeveral))];
}

/** Placeholders side by side are one. */
function oneOfSeveral(text: string): string {
	return text.replace(/…(?: ?…)+/g, PLACEHOLDER);
}

/** The text with the first words replaced by others, wherever they stand between slots. */
export function replaced(text: Text, words: string, by: Slot): Text {
	return text.flatMap((piece): Text => {
		if (typeof piece === 'string') {
			return piece.split(words).flatMap((part, index) => (index === 0 ? [part] : [by, part]));
		}
		return [{ alternatives: piece.alternatives.map((alternative) => replaced(alternative, words, by)) }];
	});
}
