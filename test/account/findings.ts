import type { Readings } from '../emulator';
import type { Evidence } from './evidence';
import { attributeQuestions } from './questions/attributes';
import { limitQuestion } from './questions/limit';
import { otherQuestions } from './questions/others';
import { tokenQuestions } from './questions/tokens';

/** One line of the report. */
export interface Finding {
	readonly question: string;
	readonly verdict: 'as expected' | 'otherwise' | 'not answered';
	/** What was seen, in words. */
	readonly seen: string;
	/** What it means as settings of the emulator. */
	readonly readings?: Partial<Readings>;
}

/** Judges what was seen, question by question. Nothing is asked by it. */
export function findingsOf(evidence: Evidence): Finding[] {
	const questions = [...attributeQuestions, ...tokenQuestions, ...otherQuestions, limitQuestion];
	return questions.map((question) => question(evidence));
}

/** The settings of an emulator that answers as the account did, as far as that was found out. */
export function readingsOf(findings: readonly Finding[]): Partial<Readings> {
	return Object.assign({}, ...findings.map(({ readings }) => readings ?? {})) as Partial<Readings>;
}

/** A question: evidence in, one line of the report out. */
export type Question = (evidence: Evidence) => Finding;
