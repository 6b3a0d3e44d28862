import { createRequire } from 'node:module';
import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

// n8n saves executions in the form of `flatted`, whose types are those of a module that can't be required.
const { parse } = createRequire(__filename)('flatted') as { parse: (text: string) => unknown };

/** A saved execution, as the editor shows it. */
export interface Execution {
	/** `success`, `error`, `crashed`, `canceled`. */
	readonly status: string;
	/** What made it fail. */
	readonly error: string | undefined;
	/** The saved data as n8n keeps it. */
	readonly text: string;
	/** How long a node was at work, in milliseconds. */
	milliseconds(node: string): number;
	/** The items that a node gave, in all its runs, on one of its outputs: 0 is the first, 1 the error output. */
	items(node: string, output?: number): INodeExecutionData[];
	/** The same without what belongs to n8n. */
	json(node: string, output?: number): IDataObject[];
}

/** An execution as n8n's REST gives it. */
export interface SavedExecution {
	readonly status: string;
	readonly data: string;
}

/** Reads an execution; undefined where it has not ended, or its data is not saved yet. */
export function readExecution({ status, data: text }: SavedExecution): Execution | undefined {
	const data = parse(text) as IRunExecutionData | undefined;
	if (['new', 'running'].includes(status) || data === undefined) return undefined;
	const { resultData } = data;
	const items = (node: string, output = 0): INodeExecutionData[] =>
		(resultData.runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);
	return {
		status,
		error: resultData.error?.message,
		text,
		milliseconds: (node) => resultData.runData[node]?.[0]?.executionTime ?? 0,
		items,
		json: (node, output) => items(node, output).map((item) => item.json),
	};
}
