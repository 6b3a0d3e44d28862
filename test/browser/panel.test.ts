import { CSV, nodeOf, readExample } from '../n8n/examples/examples';
import { startN8nWithNode } from '../n8n/server/n8nWithNode';
import type { Locator } from './editor/chromium';
import { CUSTOMERS, customersToTarget, TARGET, TRIGGER, UPDATE } from './customers';
import { describeErrors } from './errorsInThePanel';
import { inTheEditor } from './editor/inTheEditor';
import { NodePanel } from './editor/nodePanel';
import { serverToServer } from './serverToServer';
import { describeToolPanel } from './toolPanel';

const seen = inTheEditor(
	async () =>
		await startN8nWithNode({
			identity: { attributeNames: ['loyaltyTier', 'profile.lastOrder', 'favouriteStore'] },
		}),
);

describe('Bulk Update Profiles', () => {
	seen(
		'takes fields by their paths where they are dragged in, and says what became of all',
		async (editor, n8n) => {
			const workflow = await customersToTarget(n8n, { operation: 'updateProfile' }, [
				{ customerId: 'customer-4', tier: 'gold', address: { 'home city': 'Oulu' } },
				{ customerId: 'customer-5', tier: 'silver', address: { 'home city': 'Ghent' } },
				{ customerId: 'customer-6', tier: 'gold', address: { 'home city': 'Turku' } },
			]);
			const panel = await NodePanel.open(editor, workflow.id, TARGET);
			await editor.choose('operation', 'Bulk Update Profiles');
			await panel.drag('customerId', editor.parameter('idField'));
			expect(await panel.textIn('idField')).toBe('customerId');

			await editor.choose('attributesMode', 'Selected Input Fields');
			await panel.drag('tier', editor.parameter('fields'));
			expect(await panel.textIn('fields')).toBe('tier');
			await panel.drag('home city', editor.parameter('fields'));
			expect(await panel.textIn('fields', 'tier')).toBe("tier, address['home city']");

			await panel.execute();
			const [batch, ...others] = await panel.tableWith('submitted');
			expect(others).toEqual([]);
			expect(batch).toMatchObject({
				batch: '1',
				status: 'submitted',
				rows: '3',
				firstItem: '0',
				lastItem: '2',
			});
			expect(await editor.part('node-hint', panel.output).innerText()).toContain(
				'3 items read: 3 profiles submitted in 1 batch.',
			);
			const profile = n8n.emulator.profile('thirdPartyId', 'customer-6');
			expect(Object.fromEntries(profile ?? [])).toEqual({ tier: 'gold', 'address.home city': 'Turku' });
		},
	);
});

describe('the attribute names of Bulk Update Profiles', () => {
	seen('can be typed, or chosen from those that Target knows', async (editor, n8n) => {
		const parameters = { operation: 'bulkUpdateProfiles', idField: 'customerId' };
		const workflow = await customersToTarget(n8n, parameters, [
			{ customerId: 'customer-7', loyalty: { tier: 'gold' }, shirt: { colour: 'blue' } },
		]);
		const { root, parameters: middle } = await NodePanel.open(editor, workflow.id, TARGET);
		await editor.choose('attributesMode', 'Define Below');

		const locators = editor.part('resource-locator-attribute', root);
		const names = editor.part('rlc-input', root);
		const fields = root.locator('[data-parameter-path$=".field"] input');
		await root.getByText('Add Attribute').click();
		await names.nth(0).fill('favouriteColour');
		await fields.nth(0).fill('shirt.colour');

		await root.getByText('Add Attribute').click();
		await editor.part('rlc-mode-selector', locators.nth(1)).click();
		const offered = editor.part('rlc-item');
		await editor.part('mode-list').filter({ visible: true }).click();
		await names.nth(1).click();
		await offered.filter({ hasText: 'loyaltyTier' }).waitFor();
		expect(await offered.allInnerTexts()).toEqual(['favouriteStore', 'lastOrder', 'loyaltyTier']);
		await editor.picture('bulk-update-profiles', middle, { height: 848 });
		const saved = editor.answerTo((response) => {
			const request = response.request();
			return request.method() === 'PATCH' && (request.postData() ?? '').includes('loyalty.tier');
		});
		await offered.filter({ hasText: 'loyaltyTier' }).click();
		await fields.nth(1).fill('loyalty.tier');
		await saved;

		const execution = await n8n.rest.run(workflow, TRIGGER);
		expect(execution.error).toBeUndefined();
		const profile = n8n.emulator.profile('thirdPartyId', 'customer-7');
		expect(Object.fromEntries(profile ?? [])).toEqual({ loyaltyTier: 'gold', favouriteColour: 'blue' });
	});

	seen('show in a workflow that has them plainly', async (editor, n8n) => {
		const credential = await n8n.rest.createCredential(serverToServer(n8n.emulator));
		const example = readExample(CSV.file, credential);
		nodeOf(example, CSV.bulk).parameters.attributeMapping = {
			values: [{ attribute: 'customerName', field: 'name' }],
		};
		const workflow = await n8n.rest.createWorkflow(example);
		const { root } = await NodePanel.open(editor, workflow.id, CSV.bulk);
		const name = editor.part('rlc-input', root);
		await name.waitFor();
		expect(await name.inputValue()).toBe('customerName');
	});
});

describe('an item of the Webhook node', () => {
	seen('has its body sent and no header, and a hint says so', async (editor, n8n) => {
		const item = {
			headers: { authorization: 'Bearer sample-secret' },
			params: {},
			query: {},
			body: { customerId: 'customer-8', tier: 'gold', address: { city: 'Oulu' } },
			webhookUrl: 'https://n8n.example.com/webhook/orders',
			executionMode: 'production',
		};
		const workflow = await customersToTarget(n8n, { operation: 'bulkUpdateProfiles' }, [item]);
		const panel = await NodePanel.open(editor, workflow.id, TARGET);
		await panel.drag('customerId', editor.parameter('idField'));
		expect(await panel.textIn('idField')).toBe('body.customerId');
		await panel.execute();
		await panel.tableWith('submitted');
		expect(await panel.hints()).toEqual([
			'1 item read: 1 profile submitted in 1 batch.',
			'1 item came from a Webhook node: the fields of its body were taken, and headers, params, query, webhookUrl and executionMode were left out.',
		]);
		const profile = n8n.emulator.profile('thirdPartyId', 'customer-8');
		expect(Object.fromEntries(profile ?? [])).toEqual({ tier: 'gold', 'address.city': 'Oulu' });
	});
});

describeErrors(seen);
describeToolPanel(seen);

describe('in the dark', () => {
	seen('the node has an icon of its own', async (editor, n8n) => {
		const workflow = await customersToTarget(n8n, UPDATE, CUSTOMERS);
		const onCanvas = await editor.openWorkflow(workflow.id, TARGET);
		const icon = 'img[src$="/adobeTarget.svg"]';
		const darkIcon = 'img[src$="/adobeTarget.dark.svg"]';
		const light = await imageOf(onCanvas.locator(icon));
		await onCanvas.dblclick();
		const panel = new NodePanel(editor);
		await panel.root.locator(icon).nth(0).waitFor();
		await panel.execute();
		await panel.tableWith('customer-2');

		await editor.page.emulateMedia({ colorScheme: 'dark' });
		await panel.root.locator(darkIcon).nth(0).waitFor();
		await editor.picture('update-profile-dark', [panel.parameters, panel.output], { height: 655 });
		await editor.part('ndv-close-button').click();
		const dark = await imageOf(onCanvas.locator(darkIcon));
		expect(dark).not.toBe(light);

		async function imageOf(image: Locator): Promise<string> {
			await image.waitFor();
			const answer = await fetch(new URL((await image.getAttribute('src')) ?? '', n8n.server.url));
			expect(answer.headers.get('content-type')).toContain('image/svg+xml');
			return await answer.text();
		}
	});
});
