import type { IExecuteFunctions } from 'n8n-workflow';

import { sentences } from '../sentences';
import { harmless } from '../shown';

export type HintType = 'info' | 'warning';

/** Sentences in n8n's output panel. */
export function hint(context: IExecuteFunctions, type: HintType, ...texts: readonly string[]): void {
	// n8n shows it as HTML.
	context.addExecutionHints({ message: harmless(sentences(...texts)), type, location: 'outputPane' });
}
