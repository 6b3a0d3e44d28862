import { startEmptyN8n } from '../n8n/server/n8nWithNode';
import { Building, enter } from './editor/building';
import { countClicks } from './editor/clicks';
import { inTheEditor } from './editor/inTheEditor';
import { PICTURES_WANTED } from './editor/picture';

/** Where `npm run emulator` listens, so that a picture shows what it says to enter. */
const PORT_OF_EMULATOR = 8090;

/** The emulator's time stands still, so that pictures show the same ID and time. */
const NOON = Date.UTC(2026, 0, 15, 12);

const seen = inTheEditor(() =>
	startEmptyN8n({ port: PICTURES_WANTED ? PORT_OF_EMULATOR : 0, clock: () => NOON }),
);

/** Fewer than 25; docs/first-steps.md says how many. */
const CLICKS = 23;

const CUSTOMERS = [
	{ customerId: 'customer-1', tier: 'gold', city: 'Lyon' },
	{ customerId: 'customer-2', tier: 'silver', city: 'Graz' },
];

/** The steps of docs/first-steps.md, each as it is described there. */
describe('a new user', () => {
	seen('comes from an empty n8n to profiles in Target with a few clicks', async (editor, n8n) => {
		const clicks = await countClicks(editor.page);
		const building = new Building(editor);
		const { creator, offered, panel, search } = building;
		const profile = (id: string) => Object.fromEntries(n8n.emulator.profile('thirdPartyId', id) ?? []);

		// 1. A workflow with the node.
		await building.begin();
		const found = offered.filter({ hasText: 'Adobe Target' });
		for (const word of ['Adobe Target', 'personalization', 'mbox']) {
			await search.fill('');
			await found.waitFor({ state: 'hidden' });
			await search.fill(word);
			await found.waitFor();
			expect(await offered.allInnerTexts()).toEqual(['Adobe Target']);
		}
		await editor.picture('search', creator, { height: 240 });
		await found.click();
		await creator.getByText('Bulk update profiles').waitFor();
		await editor.picture('actions', creator, { height: 730 });
		await building.action('Bulk update profiles');

		// 2. The credential.
		const dialog = await building.credentialFor(n8n.emulator);
		await editor.picture('credential-emulator', dialog, { height: 680 });
		await building.save(dialog);

		// 3. Something to send.
		await editor.part('floating-node').click();
		await panel.output.getByText('set mock data').click();
		await enter(panel.output.locator('.cm-content'), JSON.stringify(CUSTOMERS, null, 2));
		await panel.output.getByRole('button', { name: 'Save' }).click();
		await panel.tableWith('customer-2');
		await editor.picture('mock-data', panel.output, { height: 225 });
		await editor.part('floating-node').click();

		// 4. Bulk Update Profiles makes the profiles.
		await panel.dragOver('customerId', editor.parameter('idField'));
		await editor.picture('drag', [panel.input, panel.parameters], { height: 455, mouseStays: true });
		await panel.drop();
		expect(await panel.textIn('idField')).toBe('customerId');
		await panel.execute();
		expect(await panel.tableWith('submitted')).toHaveLength(1);
		await editor.picture('bulk-output', [panel.parameters, panel.output], { height: 455 });
		expect(CUSTOMERS.map(({ customerId }) => profile(customerId))).toEqual([
			{ tier: 'gold', city: 'Lyon' },
			{ tier: 'silver', city: 'Graz' },
		]);

		// 5. Update Profile changes them.
		await editor.choose('operation', 'Update Profile');
		const profileId = editor.parameter('profileId');
		await panel.drag('customerId', profileId);
		await profileId.getByText('{{ $json.customerId }}').waitFor();
		const attributes = editor.part('assignment-collection-attributes', panel.root);
		await panel.drag('tier', editor.part('drop-area', attributes));
		await attributes.getByText('{{ $json.tier }}').waitFor();
		await enter(editor.part('assignment-name', attributes).locator('input'), 'loyaltyTier');
		await panel.execute();
		expect(await panel.tableWith('Request successfully submitted')).toMatchObject([
			{ profileId: 'customer-1', submitted: 'true' },
			{ profileId: 'customer-2', submitted: 'true' },
		]);
		await editor.picture('update-profile', [panel.parameters, panel.output], { height: 655 });
		expect(CUSTOMERS.map(({ customerId }) => profile(customerId))).toEqual([
			{ tier: 'gold', city: 'Lyon', loyaltyTier: 'gold' },
			{ tier: 'silver', city: 'Graz', loyaltyTier: 'silver' },
		]);
		expect(clicks()).toBe(CLICKS);

		// 6. Get Profile shows them.
		await editor.part('ndv-close-button').click();
		await building.next();
		await building.take('mbox', 'Adobe Target');
		await building.action('Get profile');
		await panel.drag('profileId', profileId);
		await profileId.getByText('{{ $json.profileId }}').waitFor();
		await panel.execute();
		const [first] = await panel.tableWith('customer-2');
		expect(first?.attributes).toContain('loyaltyTier');
		await editor.picture('get-profile', [panel.parameters, panel.output], { height: 400 });
		await editor.part('ndv-close-button').click();
		await editor.picture('workflow', await editor.part('canvas-node').all(), { margin: { x: 124, y: 60 } });
	});
});
