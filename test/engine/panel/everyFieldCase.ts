import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import type { Emulator, EmulatorOptions } from '../../emulator';
import type { ItemFile, NodeRunResult } from '../engine';

/** What there is to see of a run: what n8n shows, what came to Target, and how long it took by the node's clock. */
export interface Seen extends NodeRunResult {
	readonly emulator: Emulator;
	readonly elapsedMs: number;
}

/** What a run is given beside the value of the field. */
interface Circumstances {
	readonly parameters?: INodeParameters;
	readonly items?: readonly IDataObject[];
	readonly files?: ReadonlyArray<Readonly<Record<string, ItemFile>>>;
	/** What Target is to do or to know before the run. */
	readonly before?: (emulator: Emulator) => void;
}

/** A field of the panel with several of its values, and what is seen with each. */
export interface FieldCase extends Circumstances {
	/** Below collections too: `idType`, `options.concurrency`, `attributeMapping.values.field`. */
	readonly field: string;
	/** Sets of further parameters, each for a run of its own; what is seen is a list then. */
	readonly variants?: readonly INodeParameters[];
	readonly emulator?: EmulatorOptions;
	/** Whether the runs go side by side, as they take a time that is real. */
	readonly atOnce?: boolean;
	readonly see: (seen: Seen) => unknown;
	/** The default is among the values; of a list all choices are. */
	readonly shows: ReadonlyArray<readonly [value: NodeParameterValueType, seen: unknown]>;
}

/** All fields of an operation, and what their runs have in common. */
export interface OperationCases extends Circumstances {
	readonly fields: readonly FieldCase[];
}

/** The requests that came to Target: method and path, with the client code and the query left out. */
export function paths({ emulator }: Seen): string[] {
	return emulator.requests.map(
		({ method, url }) =>
			`${method} ${url.replace(`/${emulator.clientCode}/`, '/{code}/').replace(/\?.*/, '')}`,
	);
}

/**
 * The bodies that came to Target, or where there is none the query, in an order of their own where several came at once.
 */
export function bodies({ emulator }: Seen): string[] {
	return emulator.requests
		.map(({ url, body }) => (body.length > 0 ? body.toString() : (url.split('?')[1] ?? '')))
		.sort();
}

/** How many requests went out, and what stopped the workflow, if anything did. */
export function triesAndError({ emulator, error }: Seen): [tries: number, error: string | undefined] {
	return [emulator.counts.requests, error?.message.replace(new URL(emulator.url).host, '{host}')];
}

/** How many connections were open to Target. */
export function connections({ emulator }: Seen): number {
	return emulator.counts.connections;
}

/** The error that stopped the workflow, or the bodies of a run without one. */
export function errorOrBodies(seen: Seen): string | string[] {
	return seen.error?.message ?? bodies(seen);
}

/** n8n's words where a required field is empty. */
export function isRequired(label: string): string {
	return `The 'Adobe Target' node has issues:\n- Parameter "${label}" is required.`;
}

/** The words for a request that took longer than it was given. */
export const TIMED_OUT = '{host} did not answer in time';

/**
 * Answers that take longer than the shortest time-out, and not as long as any default. undici counts in half seconds,
 * so one second may be nearly two.
 */
export const SLOW = { emulator: { latencyMs: 2_500 }, atOnce: true } as const;

/** The next request fails, and works when it is sent again. */
export function failOnce(emulator: Emulator): void {
	emulator.answerNext({ status: 500 });
}

/** The words for what Target answers then. */
export const BROKEN = 'Target has a problem of its own';
