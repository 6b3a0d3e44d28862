import type { IExecuteFunctions } from 'n8n-workflow';

import { nodeError } from '../../n8n/failure';
import { hint } from '../../n8n/hint';
import type { NamedFields, UnknownField } from '../../profiles/fields/namedFields';
import { noIdField } from '../../profiles/rows/itemRows';
import { fill, say } from '../../say';
import { shown, shownNames } from '../../shown';
import { NAMED, NAMED_FIELDS } from './messages';

/** The most names beside the first that are told with the fields that were meant. */
const MOST_ALIKE = 20;

/** A name that no row has, where one has a field of nearly that name. */
type NearField = UnknownField & { readonly near: string };

/** What the panel calls the field that holds the ID. */
export const ID_FIELD = 'ID Field';

/**
 * Compares the names that the panel gives with the fields that the rows have. A name that no row has is an error where a
 * row has a field of nearly that name: an excluded field would be sent, or one that is to be sent left out. It is an error
 * also where it names the ID. Otherwise it may be a field that few rows have, so a hint tells of it.
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
