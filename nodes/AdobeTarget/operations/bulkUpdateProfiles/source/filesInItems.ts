import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemFields } from '../../../profiles/fields/itemFields';
import { parseFieldPath } from '../../../profiles/fields/fieldPath';
import { shown } from '../../../shown';
import { say } from '../../../say';
import { nodeError } from '../../../n8n/failure';
import { FILES_IN_ITEMS } from './messages';
import { hint } from '../../../n8n/hint';

/** Files come few at a time; more items than this are profiles, whatever they carry. */
const MOST_FILES = 20;

/** How the names of files end that hold rows of text, and their types where the name does not say. */
const TEXT_TYPE = /^(text\/|application\/(csv|json|x-ndjson))/i;
const TEXT_NAME = /\.(csv|tsv|tab|txt|jsonl?|ndjson)$/i;

/**
 * Where the source is the items and each carries a file of text, the file may be what is meant.
 *
 * @throws NodeOperationError where no item has the field of the ID; where one has, a hint says that the file was not read
 */
export function checkFilesInItems(context: IExecuteFunctions, idField: string): void {
	const items = context.getInputData();
	const [first] = items;
	const file = first && textFileOf(first);
	if (file === undefined || items.length > MOST_FILES || !items.every(textFileOf)) return;
	const values = { field: shown(file.field), file: shown(file.name) };
	if (hasIdField(items, idField)) {
		hint(context, 'warning', ...say(FILES_IN_ITEMS.notRead, values));
		return;
	}
	const words = say(FILES_IN_ITEMS.chooseFile, { ...values, idField: shown(idField) });
	throw nodeError(context.getNode(), words);
}

function textFileOf({ binary = {} }: INodeExecutionData): { field: string; name: string } | undefined {
	const [found] = Object.entries(binary).filter(([, file]) => isText(file));
	return found && { field: found[0], name: found[1].fileName ?? found[1].mimeType };
}

function isText({ mimeType, fileName = '' }: IBinaryData): boolean {
	return fileName.includes('.') ? TEXT_NAME.test(fileName) : TEXT_TYPE.test(mimeType);
}

function hasIdField(items: readonly INodeExecutionData[], idField: string): boolean {
	const path = parseFieldPath(idField);
	return items.some(({ json }) => {
		try {
			return new ItemFields(json).read(path) !== undefined;
		} catch {
			// An item that can't be read is an error of its own.
			return true;
		}
	});
}
