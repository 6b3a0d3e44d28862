import { getEventListeners } from 'node:events';

import type { IExecuteFunctions } from 'n8n-workflow';

import { AdobeTarget } from '../../nodes/AdobeTarget/AdobeTarget.node';

/** The node, and whether anybody listens for the end of its execution. */
export function watchedTarget(): { readonly target: AdobeTarget; readonly listeners: () => number } {
	const target = new AdobeTarget();
	let signal: AbortSignal | undefined;
	target.execute = async function (this: IExecuteFunctions) {
		signal = this.getExecutionCancelSignal();
		return await AdobeTarget.prototype.execute.call(this);
	};
	return { target, listeners: () => (signal === undefined ? 0 : getEventListeners(signal, 'abort').length) };
}
