import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** An operation of the node: what the panel shows of it, and what runs it. */
export interface Operation {
	/** As saved workflows have it; it never changes. */
	readonly value: string;
	/** As the panel has it, in title case. */
	readonly name: string;
	/** What it does, below its name in the panel. */
	readonly description: string;
	/**
	 * What a model is told of it, where the node is a tool of an agent; undefined where the operation is no tool. Without it
	 * n8n would say the same of all operations, because it chooses its words by the resource.
	 */
	readonly toolDescription?: string;
	readonly fields: readonly INodeProperties[];
	/** Whether each input item has an outcome of its own; otherwise the run has one for all. */
	readonly isForEachItem: boolean;
	/**
	 * Runs it over all input items. It gives an item for whatever became of its input, failures included (as
	 * `failureItem`). Under "Stop Workflow" it throws instead of giving a failure.
	 */
	readonly execute: (context: IExecuteFunctions, stopOnError: boolean) => Promise<INodeExecutionData[]>;
}
