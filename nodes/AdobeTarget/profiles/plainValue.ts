import { isAnyArrayBuffer, isBoxedPrimitive, isNativeError } from 'node:util/types';

import { extendedJsonText, longText } from './mongoValue';

/** A value is one of n8n's files: never an attribute, nor a part of one. */
export const FILE = Symbol('a file of n8n');

/** A value can't be made text, nor taken apart: bytes, for example. */
export class NoText {
	/** @param kind what it is, e.g. `Buffer` */
	constructor(readonly kind: string) {}
}

/** What a value comes to: its text, the list or object of parts that it is, or neither. */
export type Plain = string | object | typeof FILE | NoText;

/**
 * What a value comes to. What has a `toJSON` speaks by it, as dates do; MongoDB's extended JSON is the text in it.
 * Nothing, NaN and infinities are an empty text.
 *
 * @throws whatever is thrown when the value is read
 */
export function plainValue(value: unknown): Plain {
	if (typeof value !== 'object' || value === null) return plainText(value);
	if (isBytes(value)) return new NoText(kindOf(value));
	return speaksJson(value) ? spokenValue(value.toJSON()) : spokenValue(value);
}

/** As {@link plainValue}, of what a `toJSON` gave: it is not asked for another. */
export function spokenValue(value: unknown): Plain {
	if (typeof value !== 'object' || value === null) return plainText(value);
	if (isList(value)) return value;
	if (isBoxedPrimitive(value)) return plainText(value.valueOf());
	if (isFile(value)) return FILE;
	if (isBytes(value) || isSavedBuffer(value) || hidesItsValue(value)) return new NoText(kindOf(value));
	return longText(value) ?? extendedJsonText(value) ?? value;
}

/** A number that JavaScript can't hold exactly: whole numbers beyond 2^53 may have been rounded where they were read. */
export function isRounded(value: unknown): boolean {
	if (typeof value !== 'number') return false;
	return (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) && Number.isFinite(value);
}

function plainText(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
			return Number.isFinite(value) ? String(value) : '';
		case 'boolean':
		case 'bigint':
			return String(value);
		default:
			return '';
	}
}

function isList(value: object): value is readonly unknown[] {
	return Array.isArray(value);
}

function speaksJson(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isBytes(value: object): boolean {
	return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

/** `{ type: 'Buffer', data: […] }`: a Buffer that went through JSON. */
function isSavedBuffer(value: object): boolean {
	if (!('type' in value) || value.type !== 'Buffer') return false;
	return 'data' in value && Array.isArray(value.data) && Object.keys(value).length === 2;
}

/**
 * n8n's binary object. It has its data or, where n8n keeps that apart, the word for the place in its stead and an ID such
 * as `filesystem-v2:…`. (An object of a service that lists its files has a `mimeType` and an `id` too.)
 */
function isFile(value: object): boolean {
	if (!('mimeType' in value) || typeof value.mimeType !== 'string') return false;
	if ('data' in value && typeof value.data === 'string') return true;
	return 'id' in value && typeof value.id === 'string' && value.id.includes(':');
}

/**
 * Whether an object that is no plain one has no fields that it shows: a Map, a Set, a RegExp, a Promise, an error, or
 * one of a class that keeps its value to itself. Objects of another realm count as plain by their prototype's place.
 */
function hidesItsValue(value: object): boolean {
	if (isNativeError(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	if (typeof prototype !== 'object' || prototype === null) return false;
	if (Object.getPrototypeOf(prototype) === null) return false;
	return Object.keys(value).length === 0;
}

/** The name of its class. */
function kindOf(value: object): string {
	if (isSavedBuffer(value)) return 'Buffer';
	const { constructor } = value;
	return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'object';
}
