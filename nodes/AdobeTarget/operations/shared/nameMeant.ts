import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { inBrackets, parseFieldList, readField } from '../../profiles/fields/fieldPath';
import { say } from '../../say';
import { shown } from '../../shown';
import { namesText } from './fieldNames';
import type { Source } from './fieldNames';
import { hint } from '../../n8n/hint';
import { NAMED_FIELDS } from './messages';
import { rawParameter } from '../../n8n/parameters';
import type { NamedParameter } from '../../n8n/parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from './plainExpression';
import type { PlainParameter } from './plainExpression';

/** How many of the first items a field is looked for in: its name is in most of them, if in any. */
const MOST_LOOKED_AT = 1_000;

/** Longer texts are no names of fields: {@link parseFieldList} takes no longer ones. */
const LONGEST_NAMES = 20_000;

/** The most names of one text that are looked for, and the most characters of all texts: it is done in one go. */
const MOST_NAMES = 100;
const MOST_CHARACTERS = 1_000_000;

/** A key that a path can have as it is. */
const PLAIN_KEY = /^[^.,[\]"'\\]+$/;

/**
 * The field that an expression reads, as a name: `customer_id` of `={{ $json.customer_id }}`. Where the panel wants the
 * name of a field, whoever gives such an expression means that.
 *
 * @param raw the parameter as the workflow has it
 * @returns undefined where it is no expression, or one that may mean anything
 */
export function nameIn(raw: unknown): string | undefined {
	const plain = plainParameter(raw);
	if (plain === undefined || 'value' in plain) return undefined;
	return plain.path
		.map((key, step) => (PLAIN_KEY.test(key) ? `${step > 0 ? '.' : ''}${key}` : inBrackets(key)))
		.join('');
}

/** Whether one of the first items has one of the fields that the text names. */
function isNamedField(items: readonly INodeExecutionData[], names: string): boolean {
	if (names.length > LONGEST_NAMES) return false;
	const paths = parseFieldList(names).slice(0, MOST_NAMES);
	return items.slice(0, MOST_LOOKED_AT).some(({ json }) => paths.some((path) => isField(json, path)));
}

function isField(json: object, path: Parameters<typeof readField>[1]): boolean {
	try {
		return readField(json, path) !== undefined;
	} catch {
		// An item that can't be read is an error of its own.
		return false;
	}
}

/** A parameter that takes the names of fields. */
interface TakesNames {
	/** What the panel calls it. */
	readonly label: string;
	/** As the workflow has it. */
	readonly raw: unknown;
	/** What it comes to; empty where that is no text. */
	readonly given: string;
}

/**
 * The name that an expression means, which a hint tells; unless its value is itself the name of a field, which is meant
 * then.
 *
 * @param source whose names they are; the columns of a file are not known yet, so there any text is a name
 * @returns undefined where what is given is meant
 */
export function nameMeant(
	context: IExecuteFunctions,
	{ label, raw, given }: TakesNames,
	source: Source,
): string | undefined {
	const name = nameIn(raw);
	if (name === undefined) return undefined;
	const isGiven = source === 'file' ? given.trim() !== '' : isNamedField(context.getInputData(), given);
	if (isGiven) return undefined;
	hintAtName(context, label, name);
	return name;
}

/**
 * As {@link nameMeant}, of a parameter that may be another for each item: one name for all of them, unless the values
 * are names of fields that their items have.
 */
export function nameMeantByAll(context: IExecuteFunctions, field: NamedParameter): string | undefined {
	const raw = rawParameter(context, field);
	const name = nameIn(raw);
	const plain = plainParameter(raw);
	if (name === undefined || plain === undefined) return undefined;
	let characters = 0;
	for (const item of context.getInputData().slice(0, MOST_LOOKED_AT)) {
		const text = textOrNothing(plain, item.json);
		if (text === undefined) return undefined;
		characters += text.length;
		if (characters > MOST_CHARACTERS) break;
		if (isNamedField([item], text)) return undefined;
	}
	hintAtName(context, field.displayName, name);
	return name;
}

/** @returns undefined where only the expression engine can say what it is, or what is wrong with it */
function textOrNothing(plain: PlainParameter, json: object): string | undefined {
	try {
		const value = resolvePlain(plain, json);
		return value === ASK_ENGINE ? undefined : (namesText(value) ?? '');
	} catch {
		// An item that can't be read is an error of its own.
		return '';
	}
}

/** Says that an expression was taken for the name of a field. */
function hintAtName(context: IExecuteFunctions, label: string, name: string): void {
	hint(context, 'info', ...say(NAMED_FIELDS.nameMeant, { parameter: label, field: shown(name) }));
}
