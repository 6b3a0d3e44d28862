import { inspect } from 'node:util';

import type { IExecuteFunctions } from 'n8n-workflow';

import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';

/**
 * All that can be read from a value, as one text: also what JSON does not show, as hidden fields, getters, symbols, the
 * causes of errors, maps and sets. Bytes stand there as the characters that they are.
 */
export function everythingIn(value: unknown): string {
	const shown = inspect(value, {
		depth: Infinity,
		showHidden: true,
		getters: true,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
		breakLength: Infinity,
	});
	return [shown, ...bytesIn(value)].join('\n');
}

function bytesIn(value: unknown): string[] {
	const found: string[] = [];
	const seen = new Set<object>();
	const look = (at: unknown): void => {
		if (typeof at !== 'object' || at === null || seen.has(at)) return;
		seen.add(at);
		if (ArrayBuffer.isView(at)) {
			found.push(Buffer.from(at.buffer, at.byteOffset, at.byteLength).toString('latin1'));
			return;
		}
		if (at instanceof Map || at instanceof Set) for (const entry of at) look(entry);
		for (const key of Reflect.ownKeys(at)) look(Reflect.get(at, key));
	};
	look(value);
	return found;
}

/** What the node itself gave to n8n or threw, before n8n makes something of it, from now until the end of the test. */
export function whatTheNodeGives(): readonly unknown[] {
	const given: unknown[] = [];
	const execute = Reflect.get(AdobeTarget.prototype, 'execute');
	jest.spyOn(AdobeTarget.prototype, 'execute').mockImplementation(async function (this: IExecuteFunctions) {
		try {
			const items = await execute.call(this);
			given.push(items);
			return items;
		} catch (error) {
			given.push(error);
			throw error;
		}
	});
	return given;
}
