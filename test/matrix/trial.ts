import type { IDataObject, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../emulator';
import { CSV } from '../n8n/examples/examples';
import type { Execution } from '../n8n/server/execution';
import { startN8nWithNode, type N8nWithNode } from '../n8n/server/n8nWithNode';
import type { Credential, SavedWorkflow } from '../n8n/server/rest';
import { sendWorkflow, serverToServer } from '../n8n/server/runOperation';

/** The names of attributes that the Admin API of the locked account lists. */
export const ATTRIBUTE_NAMES = ['loyaltyTier', 'favouriteStore'];

/** An n8n with the node, and two accounts of Target: one that is open, and one that wants a token. */
export interface Trial {
	/** Its emulator is the open account. */
	readonly n8n: N8nWithNode;
	readonly locked: Emulator;
	/** Signs in to the locked account. */
	readonly signingIn: Credential;
	/** Makes a workflow of these items and the node "Send". */
	readonly save: (
		items: readonly IDataObject[],
		parameters: INodeParameters,
		settings?: IWorkflowSettings,
		credential?: { id: string; name: string },
	) => Promise<SavedWorkflow>;
	/** Runs it; it must not fail. */
	readonly run: (...workflow: Parameters<Trial['save']>) => Promise<Execution>;
	/** What the open account holds of a customer. */
	readonly held: (customerId: string) => Record<string, string> | undefined;
	stop(): Promise<void>;
}

/** What a check is given: the checks are named before anything has started. */
export type Started = () => Trial;

/** Starts all of it. */
export async function startTrial(): Promise<Trial> {
	const n8n = await startN8nWithNode();
	const locked = await startEmulator({ identity: { attributeNames: ATTRIBUTE_NAMES } });
	const save: Trial['save'] = async (items, parameters, settings, credential = n8n.credential) =>
		await n8n.rest.createWorkflow(sendWorkflow(credential, items, parameters, settings));
	return {
		n8n,
		locked,
		signingIn: serverToServer({ emulator: locked }),
		save,
		async run(...workflow) {
			const execution = await n8n.rest.run(await save(...workflow), CSV.trigger);
			expect(execution.error).toBeUndefined();
			return execution;
		},
		held(customerId) {
			const profile = n8n.emulator.profile('thirdPartyId', customerId);
			return profile && Object.fromEntries(profile);
		},
		async stop() {
			await n8n.stop();
			await locked.close();
		},
	};
}
