import { checkLength, inBrackets } from '../../profiles/fields/fieldPath';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { say } from '../../say';
import { PARAMETERS } from './messages';
import type { NamedParameter } from '../../n8n/parameters';

/** Whose fields or columns the panel names. */
export type Source = 'items' | 'file';

/** A path as {@link parseFieldPath} reads it: names, and brackets that are closed. */
const PATH = /^(?:[^.,[\]]|\.|\[\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+)\s*\])*$/;

/**
 * Names of fields as the panel has them: a text with commas between them, or by an expression a list.
 *
 * @returns them with commas between; undefined for what is neither
 * @throws InvalidProfile when they are too long
 */
export function namesText(given: unknown): string | undefined {
	if (typeof given === 'string') return given;
	if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) return undefined;
	checkLength(given.reduce((sum: number, one) => sum + one.length + 1, 0));
	return given.map((one) => (PATH.test(one) ? one : inBrackets(one))).join(',');
}

/**
 * Names of fields that have to be given.
 *
 * @throws InvalidProfile that names the parameter, when there are none, or something else than names
 */
export function requireNames({ displayName }: NamedParameter, given: unknown): string {
	const names = isNothing(given) ? '' : namesText(given);
	if (names !== undefined && /[^\s,]/.test(names)) return names;
	const message = names === undefined ? PARAMETERS.noNames : PARAMETERS.empty;
	throw new InvalidProfile(...say(message, { parameter: displayName }));
}

/** Why nothing can be sent where attributes are to be named one by one, and none is. */
export function noAttributes(): InvalidProfile {
	return new InvalidProfile(...say(PARAMETERS.noAttributes));
}

/** What an expression comes to where there is nothing. */
export function isNothing(given: unknown): boolean {
	if (given === undefined || given === null || Number.isNaN(given)) return true;
	if (typeof given === 'string') return given.trim() === '';
	return typeof given === 'object' && Object.keys(given).length === 0;
}
