import type { N8nWithNode } from '../n8n/server/n8nWithNode';
import { CUSTOMERS, customersToTarget, TARGET, UPDATE } from './customers';
import type { Seen } from './editor/inTheEditor';
import { NodePanel } from './editor/nodePanel';
import { serverToServer } from './serverToServer';

/** What the panel says where something can't be done; the tests share the n8n of those that they stand beside. */
export function describeErrors(seen: Seen<N8nWithNode>): void {
	describe('an expression that n8n can’t evaluate', () => {
		seen('is told in n8n’s words, with the parameter that has it', async (editor, n8n) => {
			const profileId = '={{ $("No Such Node").item.json.id }}';
			const workflow = await customersToTarget(n8n, { ...UPDATE, profileId }, CUSTOMERS);
			const { singleUpdates } = n8n.emulator.counts;
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await panel.execute();
			expect(await panel.error()).toEqual([
				'2 of 2 items can’t be sent',
				`Nothing was sent. Item 0: Referenced node doesn't exist. Item 1: Referenced node doesn't exist. The node that it is about is "No Such Node". n8n says this of the parameter "Profile ID".`,
			]);
			expect(n8n.emulator.counts.singleUpdates).toBe(singleUpdates);
		});
	});

	describe('an item without an ID', () => {
		const MESSAGE = 'The third-party ID is missing';
		const ADVICE =
			'Every profile needs an ID. Check that the ID is taken from the right field or column, and that it holds a value here.';

		seen('stops the workflow in words, or goes to the error output', async (editor, n8n) => {
			const [first = {}, second = {}] = CUSTOMERS;
			const workflow = await customersToTarget(n8n, UPDATE, [first, { tier: 'platinum' }, second]);
			const { singleUpdates } = n8n.emulator.counts;
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await panel.execute();
			// n8n adds the item to it or not, by the way on which the editor comes to know of the error.
			await panel.output.getByText(new RegExp(`^Item 1: ${MESSAGE}`)).waitFor();
			expect(await editor.part('node-error-description', panel.output).innerText()).toBe(
				`${ADVICE} Mend it, or set On Error to "Continue" to send the others. Nothing was sent.`,
			);
			expect(n8n.emulator.counts.singleUpdates).toBe(singleUpdates);
			await editor.picture('error', panel.output, { height: 320 });

			await editor.part('tab-settings', panel.root).click();
			await editor.choose('onError', 'Continue (using error output)');
			await panel.execute();
			await panel.output.getByText('Success Branch (2 items)').waitFor();
			expect(await panel.tableWith('customer-2')).toMatchObject([
				{ profileId: 'customer-1', submitted: 'true' },
				{ profileId: 'customer-2', submitted: 'true' },
			]);
			await panel.output.getByText('Error Branch (1 item)').click();
			expect(await panel.tableWith(MESSAGE)).toEqual([{ tier: 'platinum', error: MESSAGE, message: ADVICE }]);
			await editor.picture('error-branch', panel.output, { height: 264 });
			expect(n8n.emulator.counts.singleUpdates).toBe(singleUpdates + 2);
		});
	});

	describe('an expression in ID Field', () => {
		const BULK = { operation: 'bulkUpdateProfiles', idField: '={{ $json.customerId.trim() }}' };

		seen('that gives the ID itself is told, with the fields that there are', async (editor, n8n) => {
			const workflow = await customersToTarget(n8n, BULK, CUSTOMERS);
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await panel.execute();
			expect(await panel.error()).toEqual([
				'There is no field "customer-1" that could hold the ID',
				expect.stringMatching(/^The fields are "customerId", "tier"\./),
			]);
		});
	});

	describe('a batch that Target refuses', () => {
		seen('is an error of each of its items', async (editor, n8n) => {
			const bulk = { operation: 'bulkUpdateProfiles', idField: 'customerId', options: { maxRetries: 0 } };
			const workflow = await customersToTarget(n8n, bulk, CUSTOMERS);
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await editor.part('tab-settings', panel.root).click();
			await editor.choose('onError', 'Continue (using error output)');
			n8n.emulator.answerNext({ status: 400 });
			await panel.execute();
			await panel.output.getByText('Error Branch (2 items)').click();
			const error = expect.stringMatching(
				/^Batch 1 \(2 profiles, items 0 to 1\) was not submitted: Target refused the request/,
			) as unknown;
			expect(await panel.tableWith('customer-2')).toMatchObject(
				CUSTOMERS.map((customer) => ({ ...customer, error })),
			);
		});
	});

	describe('a credential with an expression', () => {
		seen('that comes to two accounts is refused in bulk, and both are named', async (editor, n8n) => {
			const { data, ...credential } = serverToServer(n8n.emulator);
			const workflow = await customersToTarget(
				n8n,
				{ operation: 'bulkUpdateProfiles', idField: 'customerId' },
				CUSTOMERS,
				{ ...credential, data: { ...data, clientCode: '={{ $json.tier }}' } },
			);
			const { batches } = n8n.emulator.counts;
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await panel.execute();
			expect(await panel.error()).toEqual([
				'The credential comes to another account, or to other settings, for item 1 than for item 0',
				'The client codes are "gold" and "silver". A run of Bulk Update Profiles sends to one account. Give it the items of one account at a time, e.g. by a Switch node and a bulk node for each. Nothing was sent.',
			]);
			expect(n8n.emulator.counts.batches).toBe(batches);
		});
	});
}
