import type { FieldPath } from './fieldPath';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { shown } from '../../shown';

/** A step of a path in brackets, as n8n writes it where a name is not plain: `['home city']`. */
const IN_BRACKETS = String.raw`\[\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+)\s*\]`;

/** A step without brackets. Not any text between dots, as "Cust. No." and "score v1.2" are names. */
const PLAIN = String.raw`[\p{L}_$][\p{L}\p{M}\p{N}_$\-]*`;

const PATH = new RegExp(String.raw`^(?:${PLAIN}|${IN_BRACKETS})(?:\.${PLAIN}|${IN_BRACKETS})*$`, 'u');

const ENDS_IN_LIST = /\[\s*\d+\s*\]$/;

/**
 * The name of an attribute to which the panel gives none: the last part of its field's path, `tier` of
 * `body.customer.tier`. What is no path is a name as it stands. It depends on the panel alone, and on no item.
 *
 * @throws InvalidProfile when the path ends in a list, as a place in it is no name
 */
export function lastName({ text, keys }: FieldPath): string {
	if (!PATH.test(text)) return text;
	if (!ENDS_IN_LIST.test(text)) return keys.at(-1) ?? text;
	throw new InvalidProfile(...say(MESSAGES.placeIsNoName, { field: shown(text) }));
}

/**
 * Whether an attribute has the name that n8n gives to a nested field where it is dragged in: its path, with the `body`
 * of a Webhook node before it, or with brackets. Target would keep it under this name.
 */
export function isPathAsName(name: string): boolean {
	return PATH.test(name) && (name.startsWith('body.') || name.includes('['));
}
