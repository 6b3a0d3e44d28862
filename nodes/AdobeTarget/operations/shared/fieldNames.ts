import type { IExecuteFunctions } from 'n8n-workflow';

import type { NamedFields, UnknownField } from '../../profiles/fields/namedFields';
import { checkLength } from '../../profiles/fields/fieldPath';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { noIdField } from '../../profiles/rows/itemRows';
import { shown, shownNames } from '../../shown';
import { fill, say } from '../../say';
import { nodeError } from '../../n8n/failure';
import { hint } from '../../n8n/hint';
import { NAMED, NAMED_FIELDS, PARAMETERS } from './messages';
import type { NamedParameter } from '../../n8n/parameters';

/** A path as {@link parseFieldPath} reads it: names, and brackets that are closed. */
const PATH = /^(?:[^.,[\]]|\.|\[\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+)\s*\])*$/;

/** So many names beside the first are told with the fields that were meant. */
const MOST_ALIKE = 20;

/** A name that no row has, where one has a field of nearly that name. */
type NearField = UnknownField & { readonly near: string };

/** What the panel calls the field that holds the ID. */
export const ID_FIELD = 'ID Field';

/**
 * Names of fields as the panel has them: a text with commas between them, or by an expression a list.
 *
 * @returns them with commas between; undefined for what is neither
 * @throws InvalidProfile when they are longer than any
 */
export function namesText(given: unknown): string | undefined {
	if (typeof given === 'string') return given;
	if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) return undefined;
	checkLength(given.reduce((sum: number, one) => sum + one.length + 1, 0));
	return given.map((one) => (PATH.test(one) ? one : `[${JSON.stringify(one)}]`)).join(',');
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

/**
 * Where no row has a field that the panel names: an error when it has one of nearly that name, as what was to stay would
 * go out, and the other way round; also when it is to hold the ID. Else it may be a field that few rows have: a hint.
 *
 * @throws NodeOperationError that says which field was meant; nothing has been sent by then
 */
export function checkNames(context: IExecuteFunctions, named: NamedFields): void {
	const unknown = named.unknown();
	const names = [...named.names];
	const near = unknown.filter(isNear);
	if (near.length > 0) throw nearNamesError(context, near);
	const id = unknown.find(({ parameter }) => parameter === ID_FIELD);
	if (id !== undefined) throw noIdField(id.name, names);
	for (const [parameter, fields] of byParameter(unknown)) {
		const missing = shownNames(fields.map(({ name }) => name));
		const has = names.length === 0 ? 'no fields at all' : shownNames(names);
		const values = { parameter, names: missing, fields: has };
		hint(context, 'warning', ...say(NAMED_FIELDS.noSuchField, values));
	}
}

function nearNamesError(context: IExecuteFunctions, fields: readonly NearField[]): Error {
	const [{ name, near, isInOthers } = { name: '', near: '', isInOthers: false }, ...others] = fields;
	const places = byParameter(fields).map(([parameter, those]) =>
		fill(NAMED.by, { parameter, names: shownNames(those.map((field) => field.name)) }),
	);
	const alike = others
		.slice(0, MOST_ALIKE)
		.map((other) => `"${shown(other.near)}" for "${shown(other.name)}"`);
	const named = [
		...places,
		...(alike.length > 0 ? [fill(NAMED.alike, { names: alike.join(', ') })] : []),
	].join(' ');
	const message = isInOthers ? NAMED_FIELDS.nearNameInSome : NAMED_FIELDS.nearName;
	const words = say(message, { field: shown(name), near: shown(near), named });
	return nodeError(context.getNode(), words);
}

function isNear(field: UnknownField): field is NearField {
	return field.near !== undefined;
}

function byParameter(fields: readonly UnknownField[]): Array<[parameter: string, fields: UnknownField[]]> {
	const parameters = [...new Set(fields.map(({ parameter }) => parameter))];
	return parameters.map((parameter) => [parameter, fields.filter((field) => field.parameter === parameter)]);
}
