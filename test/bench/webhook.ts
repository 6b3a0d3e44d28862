import type { INodeParameters } from 'n8n-workflow';
import { setTimeout as delay } from 'node:timers/promises';

import { emulatorCredential } from '../n8n/examples/examples';
import { PACKAGE_NAME } from '../n8n/server/installNode';
import { inArena, type Arena } from './arena';
import { ROUND_TRIP_MS, startDistantEdges } from './target/distantTls';
import { startFastTarget } from './target/fastTarget';
import { spreadOf, type Spread } from './figures/figures';

const LATER_CALLS = 5;
/** n8n writes down an execution after its webhook is answered. */
const BETWEEN_CALLS_MS = 200;

/** How long webhooks took whose executions update one profile each, in milliseconds. */
export interface WebhookFigures {
	/** The first execution that goes to an edge. */
	readonly first: Spread;
	/** Those after it. */
	readonly later: Spread;
}

/**
 * One-item executions by a webhook, to edges at a distance. The first edge is for warming up: n8n loads code when it
 * first needs it. Each further edge is new to the node.
 */
export async function webhookExecutions(folder: string, rounds: number): Promise<WebhookFigures> {
	const target = await startFastTarget({ latencyMs: 0 });
	try {
		const edges = await startDistantEdges(folder, target.url, rounds + 1);
		try {
			const settings = { NODE_EXTRA_CA_CERTS: edges.authorityFile };
			return await inArena(
				folder,
				{ latencyMs: 0 },
				(arena) => measure(arena, edges.urls),
				undefined,
				settings,
			);
		} finally {
			await edges.close();
		}
	} finally {
		await target.stop();
	}
}

async function measure({ n8nUrl, rest }: Arena, edges: readonly string[]): Promise<WebhookFigures> {
	console.log(`\nOne-item executions by a webhook, ${ROUND_TRIP_MS} ms from the server over TLS`);
	const taken: Array<{ first: number; later: number[] }> = [];
	for (const [edge, url] of edges.entries()) {
		const clientCode = `benchwebhook${edge}`;
		const credential = await rest.createCredential(emulatorCredential({ url, clientCode }));
		const path = `bench-${edge}`;
		await rest.publish(await rest.createWorkflow(workflow(path, credential)));
		const calls: number[] = [];
		for (let call = 0; call <= LATER_CALLS; call++) {
			await delay(BETWEEN_CALLS_MS);
			calls.push(await callOnce(`${n8nUrl}/webhook/${path}`));
		}
		console.log(`  ${edge === 0 ? 'warm-up' : `edge ${edge}`}: ${calls.map(Math.round).join(', ')} ms`);
		const [first = 0, ...later] = calls;
		if (edge > 0) taken.push({ first, later });
	}
	return {
		first: spreadOf(taken.map(({ first }) => first)),
		later: spreadOf(taken.flatMap(({ later }) => later)),
	};
}

/** @returns milliseconds @throws Error when the update was not submitted */
async function callOnce(url: string): Promise<number> {
	const started = performance.now();
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ customerId: 'C1', tier: 'gold' }),
	});
	const text = await answer.text();
	if (!text.includes('"submitted":true')) throw new Error(`The webhook answered ${answer.status}: ${text}`);
	return performance.now() - started;
}

function workflow(path: string, credential: { id: string; name: string }) {
	const update: INodeParameters = {
		operation: 'updateProfile',
		profileId: '={{ $json.body.customerId }}',
		attributesMode: 'define',
		attributes: {
			assignments: [{ id: 'tier', name: 'tier', value: '={{ $json.body.tier }}', type: 'string' }],
		},
	};
	const webhook: INodeParameters = { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} };
	return {
		name: `Bench: webhook ${path}`,
		nodes: [
			{
				id: '1',
				name: 'Customer Event',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0] as [number, number],
				webhookId: path,
				parameters: webhook,
			},
			{
				id: '2',
				name: 'Update Profile',
				type: `${PACKAGE_NAME}.adobeTarget`,
				typeVersion: 1,
				position: [200, 0] as [number, number],
				parameters: update,
				credentials: { adobeTargetApi: credential },
			},
		],
		connections: {
			'Customer Event': { main: [[{ node: 'Update Profile', type: 'main' as const, index: 0 }]] },
		},
		settings: { saveDataSuccessExecution: 'none' as const },
	};
}
