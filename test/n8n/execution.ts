import { createRequire } from 'node:module';
import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

// n8n saves executions in the form of `flatted`; its own copy of it reads them.
const { parse } = createRequire(require.resolve('./node_modules/n8n/package.json'))('flatted') as {
	parse: (text: string) => unknown;
};

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

/** Reads an execution as n8n's REST gives it. */
export function readExecution({ status, data: text }: { status: string; data: string }): Execution {
	const { resultData } = parse(text) as IRunExecutionData;
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
