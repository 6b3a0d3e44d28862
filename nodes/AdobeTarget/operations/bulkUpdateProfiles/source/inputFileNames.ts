import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { NOTHING_SENT } from '../../../messages';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { nodeError } from '../../../n8n/failure';
import { INPUT_BINARY_FIELD, SO_FOR_ITEM } from './messages';
import { isNothing } from '../../shared/fieldNames';
import { nameIn } from '../../shared/nameMeant';
import { fieldNamed, plainText, rawParameter, readParameter } from '../../../n8n/parameters';
import { bulkUpdateProfilesFields } from '../fields';

/** The panel’s field that says which files an item has to give. */
export const FIELD = fieldNamed(bulkUpdateProfilesFields, 'binaryPropertyName');

/** A file as n8n's expressions give it: `$binary.data` has no `data`, and an `id` only where the file is stored. */
export type BinaryObject = Partial<Readonly<IBinaryData>>;

/** What Input Binary Field comes to: names of binary fields, or files themselves. */
export type NamedFile = string | BinaryObject;

/**
 * Reads which files an item has to give.
 *
 * @throws NodeOperationError that names the parameter, when it names no file for the item
 */
export function readInputFiles(context: IExecuteFunctions, item: number): readonly NamedFile[] {
	const given = readParameter(context, FIELD, item, '');
	const meant = fieldMeant(context, item, given);
	if (meant !== undefined) return [meant];
	const named = isNothing(given) ? [] : filesIn(given);
	if (named !== undefined && named.length > 0) return named;
	const message = named === undefined ? INPUT_BINARY_FIELD.noNames : INPUT_BINARY_FIELD.empty;
	const [text, advice] = say(message);
	const where = item === 0 ? '' : fill(SO_FOR_ITEM, { item });
	throw nodeError(context.getNode(), [text, sentences(advice, where, NOTHING_SENT)]);
}

/**
 * The binary field that an expression such as `{{ $json.data }}` means: where the item has a file in it, or where it gives
 * nothing or the text of a file, which is no name.
 */
function fieldMeant(context: IExecuteFunctions, item: number, given: unknown): string | undefined {
	const name = nameIn(rawParameter(context, FIELD));
	if (name === undefined || name.includes('.')) return undefined;
	const { binary = {} } = context.getInputData()[item] ?? {};
	if (typeof given === 'string' && Object.hasOwn(binary, given)) return undefined;
	const isNoName = isNothing(given) || (typeof given === 'string' && /[\r\n]/.test(given));
	return Object.hasOwn(binary, name) || isNoName ? name : undefined;
}

/** `data`, `data, report`, a list of names or of n8n's binary objects, one such object, or all of an item. */
function filesIn(given: unknown): NamedFile[] | undefined {
	if (typeof given === 'string' || typeof given === 'number') {
		return plainText(given)
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== '');
	}
	if (isBinaryObject(given)) return [given];
	if (typeof given !== 'object' || given === null) return undefined;
	if (!Array.isArray(given)) {
		const files: unknown[] = Object.values(given);
		return files.every(isBinaryObject) ? files : undefined;
	}
	const files: NamedFile[] = [];
	for (const one of given as unknown[]) {
		if (typeof one === 'string') files.push(...(one.trim() === '' ? [] : [one]));
		else if (isBinaryObject(one)) files.push(one);
		else return undefined;
	}
	return files;
}

function isBinaryObject(value: unknown): value is BinaryObject {
	return (
		typeof value === 'object' && value !== null && 'mimeType' in value && typeof value.mimeType === 'string'
	);
}
