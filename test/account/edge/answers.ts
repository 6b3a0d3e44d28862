import { XMLParser } from 'fast-xml-parser';

import type { Readings } from '../../emulator';
import type { Reply } from './request';

export type XmlWriting = Readings['xml'];

/** What the check has of an answer: it is kept in a file, so it is plain JSON. */
export interface Seen {
	readonly status: number;
	/** How the body is written. */
	readonly shape: 'xml' | 'json' | 'page' | 'text' | 'empty';
	/** How its XML is written. */
	readonly xml?: XmlWriting;
	/** What it says of success, where it does. */
	readonly success?: boolean;
	readonly message?: string;
	/** The address of the batch's status. */
	readonly batchStatus?: string;
	/** Whether that is another host than the one that was asked. */
	readonly statusIsElsewhere?: boolean;
	readonly batchId?: string;
	readonly statusWord?: string;
	readonly batchSize?: number;
	/** A refusal that may be about the token, and how it came. */
	readonly tokenRefusal?: '401' | '403' | 'successFalse' | 'redirect';
	/** Why there is no answer. */
	readonly failure?: string;
}

/** Reads an answer however it is written; what is not there is left out. */
export function seenIn(reply: Reply, askedUrl: string): Seen {
	const shape = shapeOf(reply);
	const fields = shape === 'xml' ? xmlFields(reply.body) : jsonFields(reply.body);
	const text = (name: string): string | undefined => {
		const value = fields.get(name.toLowerCase());
		return value === '' ? undefined : value;
	};
	const success = text('success')?.toLowerCase();
	const batchStatus = text('batchStatus');
	const batchId = text('batchId');
	const statusWord = shape === 'xml' ? text('status') : undefined;
	const batchSize = text('batchSize');
	const message = text('message');
	const seen: Seen = {
		status: reply.status,
		shape,
		...(shape === 'xml' && { xml: writingOf(reply.body) }),
		...((success === 'true' || success === 'false') && { success: success === 'true' }),
		...(message !== undefined && { message }),
		...(batchStatus !== undefined && {
			batchStatus,
			statusIsElsewhere: hostIn(batchStatus) !== hostIn(askedUrl),
		}),
		...(batchId !== undefined && { batchId }),
		...(statusWord !== undefined && { statusWord }),
		...(batchSize !== undefined && /^\d+$/.test(batchSize) && { batchSize: Number(batchSize) }),
	};
	const tokenRefusal = tokenRefusalIn(seen);
	return { ...seen, ...(tokenRefusal && { tokenRefusal }) };
}

/** Where no answer came. */
export function unanswered(error: unknown): Seen {
	const failure = isObject(error) ? String(error.code ?? error.message) : String(error);
	return { status: 0, shape: 'empty', failure };
}

/** Whether Target has read a batch and found no rows in it: then the token was taken, or none is asked for. */
export function isEmptyBatch({ success, message = '' }: Seen): boolean {
	return success === false && /empty/i.test(message);
}

/**
 * The attributes of a fetched profile; null where Target says that there is none, undefined for any other answer.
 */
export function profileIn(reply: Reply): Record<string, string> | null | undefined {
	const parsed = parsedJson(reply.body);
	if (reply.status === 404 && parsed !== undefined) return null;
	if (reply.status !== 200 || !isObject(parsed) || !isObject(parsed.profileAttributes)) return undefined;
	const attributes: Record<string, string> = {};
	for (const [name, attribute] of Object.entries(parsed.profileAttributes)) {
		attributes[name] = String(isObject(attribute) ? attribute.value : attribute);
	}
	return attributes;
}

function shapeOf({ body, contentType }: Reply): Seen['shape'] {
	const text = body.trim();
	if (text === '') return 'empty';
	if (parsedJson(text) !== undefined) return 'json';
	if (/^<!doctype html|^<html/i.test(text) || contentType.includes('html')) return 'page';
	return text.startsWith('<') ? 'xml' : 'text';
}

function tokenRefusalIn({ status, success, message = '' }: Seen): Seen['tokenRefusal'] {
	if (status === 401) return '401';
	if (status === 403) return '403';
	if (status >= 300 && status < 400) return 'redirect';
	return success === false && /token|authenti|authori/i.test(message) ? 'successFalse' : undefined;
}

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });

/** The elements within the outermost one, by their names in small letters. */
function xmlFields(body: string): Map<string, string> {
	try {
		const parsed: unknown = parser.parse(body);
		const inner = isObject(parsed) ? Object.values(parsed).find(isObject) : undefined;
		return new Map(Object.entries(inner ?? {}).map(([name, value]) => [name.toLowerCase(), textOf(value)]));
	} catch {
		return new Map();
	}
}

/** Elements with attributes come as objects where the parser keeps them, and it keeps none. */
function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

function writingOf(body: string): XmlWriting {
	if (body.includes('<![CDATA[')) return 'cdata';
	if (body.trimStart().startsWith('<?xml')) return 'declaration';
	if (body.includes('<!--')) return 'comments';
	if (/<\w+:response/.test(body)) return 'prefix';
	if (/<response\s/.test(body)) return 'attributes';
	if (/>\s*\n\s*</.test(body.trim())) return 'prettyPrinted';
	return /<\w+\s*\/>/.test(body) ? 'selfClosing' : 'plain';
}

function jsonFields(body: string): Map<string, string> {
	const parsed = parsedJson(body);
	const fields = Object.entries(isObject(parsed) ? parsed : {});
	return new Map(fields.map(([name, value]) => [name.toLowerCase(), scalarText(value)]));
}

function scalarText(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function hostIn(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).host : undefined;
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
