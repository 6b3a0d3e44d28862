import { CSV, nodeOf, readExample } from '../n8n/examples';
import { startN8nWithNode, type N8nWithNode } from '../n8n/n8nWithNode';
import type { SavedWorkflow } from '../n8n/rest';
import { startChromium, type Browser } from './chromium';
import { Editor } from './editor';

const SECRET = 'sample-client-secret';

const EVERYWHERE = ['Client Code', 'Authentication', 'Custom Endpoints', 'Allowed HTTP Request Domains'];
const [CODE = '', AUTHENTICATION = '', CUSTOM = '', DOMAINS = ''] = EVERYWHERE;
const SERVER_TO_SERVER = ['Tenant ID', 'Client ID', 'Client Secret', 'Scopes'];

let n8n: N8nWithNode;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	n8n = await startN8nWithNode({
		identity: { attributeNames: ['loyaltyTier', 'profile.lastOrder', 'favouriteStore'] },
	});
	browser = await startChromium();
	editor = await Editor.open(browser, n8n.server.url);
});

afterAll(async () => {
	await browser.close();
	await n8n.stop();
});

/** A test whose browser is looked at when it fails. */
function seen(name: string, steps: () => Promise<void>): void {
	test(name, async () => {
		await editor.watched(steps);
	});
}

/** The parameters of the server-to-server credential that leads to the emulator. */
const addresses = () => ({ edgeUrl: n8n.emulator.url, adminUrl: n8n.emulator.url, imsUrl: n8n.emulator.url });
const SIGN_IN = { tenantId: 'demotenant', clientId: 'sample-client-id', clientSecret: SECRET };

describe('the credential', () => {
	seen('shows the fields that its Authentication and Custom Endpoints need', async () => {
		const dialog = await editor.addCredential();
		expect(await editor.fieldsOf(dialog)).toEqual(EVERYWHERE);

		await editor.choose('authentication', 'Profile Token');
		await editor.input('profileToken').waitFor();
		expect(await editor.fieldsOf(dialog)).toEqual([CODE, AUTHENTICATION, 'Profile Token', CUSTOM, DOMAINS]);
		expect(await editor.input('profileToken').getAttribute('type')).toBe('password');
		await editor.parameter('customEndpoints').click();
		await editor.input('edgeUrl').waitFor();
		expect(await editor.fieldsOf(dialog)).toEqual([
			CODE,
			AUTHENTICATION,
			'Profile Token',
			CUSTOM,
			'Edge URL',
			DOMAINS,
		]);

		await editor.choose('authentication', 'OAuth Server-to-Server');
		await editor.input('imsUrl').waitFor();
		expect(await editor.fieldsOf(dialog)).toEqual([
			CODE,
			AUTHENTICATION,
			...SERVER_TO_SERVER,
			CUSTOM,
			'Edge URL',
			'Admin URL',
			'IMS URL',
			DOMAINS,
		]);
		expect(await editor.input('clientSecret').getAttribute('type')).toBe('password');
		await editor.parameter('customEndpoints').click();
		await editor.input('imsUrl').waitFor({ state: 'hidden' });
		expect(await editor.fieldsOf(dialog)).toEqual([
			CODE,
			AUTHENTICATION,
			...SERVER_TO_SERVER,
			CUSTOM,
			DOMAINS,
		]);
	});

	seen('is tested when it is saved, and says in words what is wrong', async () => {
		const dialog = await editor.addCredential();
		await editor.input('clientCode').fill('democlient');
		await editor.choose('authentication', 'OAuth Server-to-Server');
		for (const [name, value] of Object.entries(SIGN_IN)) await editor.input(name).fill(value);
		await editor.picture('credential', dialog);
		await editor.parameter('customEndpoints').click();
		for (const [name, value] of Object.entries(addresses())) await editor.input(name).fill(value);

		const save = editor.part('credential-save-button').getByRole('button');
		const passed = await editor.testedBy(() => save.click());
		// n8n shows words of its own for a test that has passed; those of the node stay in its answer.
		expect(passed).toEqual({
			status: 'OK',
			message: expect.stringMatching(
				/^Target knows the client code and answers\. The profile token is good until 20\S+Z, and is renewed by itself$/,
			) as string,
		});
		const success = editor.part('credentials-config-container-test-success', dialog);
		await success.waitFor();
		expect(await success.innerText()).toContain('Connection tested successfully');
		// The button is at work a little longer than the test.
		await save.locator('[class*=_loading-container]').waitFor({ state: 'hidden' });
		await editor.picture('credential-test-passed', dialog, 440);

		await editor.input('clientSecret').fill('sample-wrong-secret');
		const failed = await editor.testedBy(() => save.click());
		const words =
			'Adobe does not know this client ID, or the client secret is wrong. Compare the credential with the OAuth Server-to-Server credential of your project in the Adobe Developer Console. (HTTP 401)';
		expect(failed).toEqual({ status: 'Error', message: words });
		await dialog.getByText('More details').click();
		await dialog.getByText(words).waitFor();
		expect(n8n.emulator.identity?.counts.tokenCreations).toBe(0);
	});

	seen('does not give its secret back to the browser, and is good nevertheless', async () => {
		const { name } = await n8n.rest.createCredential({
			...serverToServer(),
			name: 'Adobe Target (saved before)',
		});
		await editor.page.goto('/home/credentials');
		const answer = editor.answerTo((response) => /\/rest\/credentials\/[^/]+\?/.test(response.url()));
		await editor.part('resources-list-item').filter({ hasText: name }).click();
		const dialog = await editor.credentialDialog();
		expect(await (await answer).text()).not.toContain(SECRET);
		const secret = editor.input('clientSecret', dialog);
		expect(await secret.getAttribute('type')).toBe('password');
		expect(await secret.inputValue()).not.toContain(SECRET);
		expect(await editor.page.content()).not.toContain(SECRET);
		expect(await editor.input('clientId', dialog).inputValue()).toBe('sample-client-id');

		const success = editor.part('credentials-config-container-test-success', dialog);
		await success.waitFor();
		const again = await editor.testedBy(() => success.getByRole('button').click());
		expect(again.status).toBe('OK');
	});
});

function serverToServer() {
	return {
		name: 'Adobe Target (server-to-server)',
		type: 'adobeTargetApi',
		data: {
			clientCode: 'democlient',
			authentication: 'oAuthServerToServer',
			...SIGN_IN,
			scopes: 'openid,AdobeID',
			customEndpoints: true,
			...addresses(),
		},
	};
}

/** A workflow of one item and a Bulk Update Profiles that sends nothing of it yet. */
async function bulkWorkflow(credential: { id: string; name: string }): Promise<SavedWorkflow> {
	const example = readExample(CSV.file, credential);
	const trigger = nodeOf(example, CSV.trigger);
	return await n8n.rest.createWorkflow({
		name: 'Customers to Target',
		nodes: [
			trigger,
			{
				...nodeOf(example, CSV.bulk),
				parameters: { operation: 'bulkUpdateProfiles', idField: 'customerId' },
			},
		],
		connections: { [trigger.name]: { main: [[{ node: CSV.bulk, type: 'main', index: 0 }]] } },
		pinData: {
			[trigger.name]: [
				{ json: { customerId: 'customer-1', loyalty: { tier: 'gold' }, shirt: { colour: 'blue' } } },
			],
		},
	});
}

describe('the attribute names of Bulk Update Profiles', () => {
	seen('can be typed, or chosen from those that Target knows', async () => {
		const workflow = await bulkWorkflow(await n8n.rest.createCredential(serverToServer()));
		const panel = await editor.openNode(workflow.id, CSV.bulk);
		await editor.choose('attributesMode', 'Define Below');

		const locators = editor.part('resource-locator-attribute', panel);
		const names = editor.part('rlc-input', panel);
		const fields = panel.locator('[data-parameter-path$=".field"] input');
		await panel.getByText('Add Attribute').click();
		await names.nth(0).fill('favouriteColour');
		await fields.nth(0).fill('shirt.colour');

		await panel.getByText('Add Attribute').click();
		await editor.part('rlc-mode-selector', locators.nth(1)).click();
		const offered = editor.part('rlc-item');
		await editor.part('mode-list').filter({ visible: true }).click();
		await names.nth(1).click();
		await offered.filter({ hasText: 'loyaltyTier' }).waitFor();
		expect(await offered.allInnerTexts()).toEqual(['favouriteStore', 'lastOrder', 'loyaltyTier']);
		await editor.picture('bulk-update-profiles', editor.parametersOf(panel));
		const saved = editor.answerTo((response) => {
			const request = response.request();
			return request.method() === 'PATCH' && (request.postData() ?? '').includes('loyalty.tier');
		});
		await offered.filter({ hasText: 'loyaltyTier' }).click();
		await fields.nth(1).fill('loyalty.tier');
		await saved;

		const execution = await n8n.rest.run(workflow, CSV.trigger);
		expect(execution.error).toBeUndefined();
		const profile = n8n.emulator.profile('thirdPartyId', 'customer-1');
		expect(Object.fromEntries(profile ?? [])).toEqual({ loyaltyTier: 'gold', favouriteColour: 'blue' });
	});

	seen('show in a workflow that has them plainly', async () => {
		const credential = await n8n.rest.createCredential(serverToServer());
		const example = readExample(CSV.file, credential);
		nodeOf(example, CSV.bulk).parameters.attributeMapping = {
			values: [{ attribute: 'customerName', field: 'name' }],
		};
		const workflow = await n8n.rest.createWorkflow(example);
		const panel = await editor.openNode(workflow.id, CSV.bulk);
		const name = editor.part('rlc-input', panel);
		await name.waitFor();
		expect(await name.inputValue()).toBe('customerName');
	});
});
