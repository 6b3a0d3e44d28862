import { isLonger, percentEncode } from '../percentEncoding';
import { BreakRules } from '../breaks';
import type { Findings } from '../findings';

/** What databases write for nothing. */
const WORDS_FOR_NOTHING = ['NULL', 'null', '\\N'];

/** What a page or the Delivery API may send; Adobe says nothing of the length of values in profile updates. */
const LONGEST_ELSEWHERE = 256;

/** Which values are not sent, and what their owner should know about the others. The same for a whole run. */
export class ValueRules {
	/** The words that are looked for: those that count as empty, or else those that mean nothing in a database. */
	private readonly words: ReadonlySet<string>;

	/** The words percent-encoded. */
	private readonly encoded: Buffer[] = [];

	/** 1 at the length of each word, and at that of its encoded form. */
	private readonly lengths = new Uint8Array(LONGEST_ELSEWHERE + 1);

	/** 1 at the first byte of each encoded word. */
	private readonly beginnings = new Uint8Array(256);

	/**
	 * @param treatAsEmpty texts that count as empty, letter by letter
	 * @param breaks what becomes of commas and line ends in a batch
	 */
	constructor(
		private readonly treatAsEmpty: readonly string[] = [],
		readonly breaks = new BreakRules(),
	) {
		this.words = new Set(treatAsEmpty.length > 0 ? treatAsEmpty : WORDS_FOR_NOTHING);
		for (const word of this.words) {
			this.lengths[word.length] = 1;
			// Half a surrogate pair is in no value that could be sent.
			const bytes = Buffer.from(percentEncode(word.toWellFormed(), 'A word'), 'latin1');
			this.lengths[bytes.length] = 1;
			this.beginnings[bytes[0] ?? 0] = 1;
			this.encoded.push(bytes);
		}
	}

	/** Whether there may be something to find in an encoded value; in most there is nothing. */
	concerns(length: number, firstByte: number): boolean {
		if (length > LONGEST_ELSEWHERE) return true;
		return this.lengths[length] === 1 && this.beginnings[firstByte] === 1;
	}

	/** Whether a value counts as empty. */
	isEmpty(value: string): boolean {
		return this.treatAsEmpty.length > 0 && this.words.has(value);
	}

	/** @returns whether a value that is not empty is to be sent */
	admits(value: string, findings: Findings): boolean {
		if (value.length > LONGEST_ELSEWHERE) {
			if (this.words.has(value)) return this.admitsWord(findings);
			findings.add('longValue');
			return true;
		}
		return this.lengths[value.length] !== 1 || !this.words.has(value) || this.admitsWord(findings);
	}

	/** As {@link admits}, of a value that is percent-encoded. */
	admitsEncoded(bytes: Uint8Array, start: number, end: number, findings: Findings): boolean {
		if (this.hasWord(bytes, start, end)) return this.admitsWord(findings);
		if (isLonger(bytes, start, end, LONGEST_ELSEWHERE)) findings.add('longValue');
		return true;
	}

	private hasWord(bytes: Uint8Array, start: number, end: number): boolean {
		for (const word of this.encoded) {
			if (word.length === end - start && standsAt(word, bytes, start)) return true;
		}
		return false;
	}

	private admitsWord(findings: Findings): boolean {
		const isEmpty = this.treatAsEmpty.length > 0;
		findings.add(isEmpty ? 'treatedAsEmpty' : 'wordForNothing');
		return !isEmpty;
	}
}

function standsAt(word: Uint8Array, bytes: Uint8Array, start: number): boolean {
	for (let at = 0; at < word.length; at++) {
		if (word[at] !== bytes[start + at]) return false;
	}
	return true;
}
