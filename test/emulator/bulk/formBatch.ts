import { BatchRow, EMPTY, type BatchFile } from './batchRow';
import { requireProfileId } from '../profiles/profileId';
import type { Readings } from '../readings';
import { Refusal } from '../http/refusal';
import { decodeFormText, excerpt } from '../http/urlDecoding';

/** All that ends a line anywhere: Java's `\R`, of which a reader of lines knows three at least. */
const ANY_LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * Reads a batch as a server does that takes it from a decoder of forms and asks no questions: a raw `&` ends it, blank
 * lines and surplus cells are nothing, and a row whose ID can't be one is passed over.
 *
 * @param value of the form parameter `batch` and what comes after it, one character per byte (latin1)
 * @throws Refusal for an escape that is none, a header that is none, and a batch without rows
 */
export function readFormBatch(value: string, batchRows: Readings['batchRows']): BatchFile {
	const end = value.indexOf('&');
	const parameter = end < 0 ? value : value.slice(0, end);
	// For one wrong escape the whole batch is refused, whatever is cut first.
	const decoded = decodeFormText(parameter);
	return batchRows === 'decodedFirst'
		? readLines(decoded.split(ANY_LINE_END), (cell) => cell)
		: readLines(parameter.split(/\r?\n/), decodeFormText);
}

function readLines(lines: readonly string[], decode: (cell: string) => string): BatchFile {
	const [header = '', ...others] = lines.filter((line) => line.trim() !== '');
	const [idType = '', ...names] = header.split(',').map((name) => decode(name).trim());
	if (header === '') throw new Refusal(EMPTY);
	if (idType !== 'thirdPartyId' && idType !== 'pcId') {
		throw new Refusal(`the first column is "${excerpt(idType)}", it has to be pcId or thirdPartyId`);
	}
	if (others.length === 0) throw new Refusal(EMPTY);
	const rows = others.flatMap((line) => {
		const id = decode(line.split(',', 1)[0] ?? '');
		// A copy, as a part of a text keeps the whole text in memory.
		return canBeId(idType, id) ? [new BatchRow(id, Buffer.from(line).toString(), names, decode)] : [];
	});
	return { idType, rows, lines: others.length };
}

function canBeId(idType: 'thirdPartyId' | 'pcId', id: string): boolean {
	try {
		requireProfileId(idType, id);
		return true;
	} catch (error) {
		if (error instanceof Refusal) return false;
		throw error;
	}
}
