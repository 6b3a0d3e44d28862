import { BatchRow, EMPTY, type BatchFile } from './batchRow';
import { readFormBatch } from './formBatch';
import { requireProfileId } from '../profiles/profileId';
import { USUAL_READINGS, type Readings } from '../readings';
import { Refusal } from '../http/refusal';
import { decodePercent, excerpt, refuseRawCharacters } from '../http/urlDecoding';

/** 50 MB, read as the smaller of the two meanings (bulk profile update API page). */
export const BATCH_BYTES_LIMIT = 50_000_000;
/** The bulk profile update API page does not say whether the header counts, so a batch stays below it. */
const BATCH_ROWS_LIMIT = 500_000;
/** 64 KB of external profile data per visitor, read as the smaller of the two meanings (same page). */
const ROW_DATA_LIMIT = 64_000;

const PREFIX = 'batch=';
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

interface Header {
	idType: 'thirdPartyId' | 'pcId';
	/** Attribute names, the ID's column not among them. */
	names: string[];
}

/** How the body of a bulk profile update is read. */
type BatchReadings = Pick<Readings, 'batchRows' | 'strict'>;

/**
 * Decodes the body of a bulk profile update: `batch=`, the header line, a line per profile; line feeds between
 * them and at most one after the last.
 *
 * @param body less than {@link BATCH_BYTES_LIMIT} bytes
 * @throws Refusal with the message that Adobe documents, and the reason after it
 */
export function decodeBatchFile(
	body: Buffer,
	{ batchRows, strict }: BatchReadings = USUAL_READINGS,
): BatchFile {
	const bytes = content(body);
	// What an encoder must not write is refused in either order.
	const strictlyRead = strict ? decodeStrictly(bytes) : undefined;
	if (strictlyRead !== undefined && batchRows === 'cutFirst') return strictlyRead;
	try {
		return readFormBatch(bytes.toString('latin1'), batchRows);
	} catch (error) {
		throw error instanceof Refusal && error.message !== EMPTY ? unexpected(error.message) : error;
	}
}

function decodeStrictly(bytes: Buffer): BatchFile {
	const lines = linesOf(bytes);
	const headerLine = lines.next();
	if (headerLine.done) throw new Refusal(EMPTY);
	const header = onLine(1, () => decodeHeader(headerLine.value));

	const rows: BatchRow[] = [];
	for (const line of lines) {
		if (rows.length + 1 >= BATCH_ROWS_LIMIT) {
			throw unexpected(`the batch has ${BATCH_ROWS_LIMIT} rows or more`);
		}
		rows.push(onLine(rows.length + 2, () => decodeRow(line, header)));
	}
	if (rows.length === 0) throw new Refusal(EMPTY);
	return { idType: header.idType, rows, lines: rows.length };
}

/** A refusal with Adobe's text for whatever it cannot read, and the reason after it. */
export function unexpected(reason: string): Refusal {
	return new Refusal(`Unexpected Error: ${reason}`);
}

function content(body: Buffer): Buffer {
	if (startsWith(body, BYTE_ORDER_MARK)) throw unexpected('the body starts with a byte order mark');
	if (!startsWith(body, Buffer.from(PREFIX))) throw unexpected(`the body does not start with ${PREFIX}`);
	const rest = body.subarray(PREFIX.length);
	if (startsWith(rest, BYTE_ORDER_MARK)) throw unexpected(`a byte order mark after ${PREFIX}`);
	return rest;
}

function startsWith(bytes: Buffer, beginning: Buffer): boolean {
	return bytes.subarray(0, beginning.length).equals(beginning);
}

/** The lines, one character per byte. Each is a string of its own, so that none keeps the whole body alive. */
function* linesOf(bytes: Buffer): Generator<string, void> {
	for (let start = 0; start < bytes.length;) {
		const found = bytes.indexOf(LINE_FEED, start);
		const end = found < 0 ? bytes.length : found;
		yield bytes.toString('latin1', start, end);
		start = end + 1;
	}
}

function onLine<T>(line: number, decode: () => T): T {
	try {
		return decode();
	} catch (error) {
		if (error instanceof Refusal) throw unexpected(`line ${line}: ${error.message}`);
		throw error;
	}
}

function decodeHeader(line: string): Header {
	refuseRawCharacters(line);
	const [idType, ...names] = line.split(',').map(decodePercent);
	if (idType !== 'thirdPartyId' && idType !== 'pcId') {
		throw new Refusal(`the first column is "${excerpt(idType ?? '')}", it has to be pcId or thirdPartyId`);
	}
	const seen = new Set<string>([idType]);
	for (const name of names) {
		if (name === '') throw new Refusal('a column without a name');
		if (name.startsWith('profile.')) throw new Refusal(`column "${excerpt(name)}" begins with "profile."`);
		if (seen.has(name)) throw new Refusal(`column "${excerpt(name)}" is there twice`);
		seen.add(name);
	}
	return { idType, names };
}

function decodeRow(line: string, header: Header): BatchRow {
	if (line === '') throw new Refusal('a blank line');
	refuseRawCharacters(line);
	const cells = line.split(',', header.names.length + 2);
	if (cells.length > header.names.length + 1) {
		throw new Refusal(`more cells than the ${header.names.length + 1} columns of the header`);
	}
	const id = decodePercent(cells[0] ?? '');
	requireProfileId(header.idType, id);

	const row = new BatchRow(id, line, header.names, decodePercent);
	const bytes = bytesOf(row.attributes());
	if (bytes > ROW_DATA_LIMIT) {
		throw new Refusal(`${bytes} bytes of attribute names and values, at most ${ROW_DATA_LIMIT} are allowed`);
	}
	return row;
}

function bytesOf(attributes: ReadonlyMap<string, string>): number {
	let bytes = 0;
	for (const [name, value] of attributes) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
	return bytes;
}
