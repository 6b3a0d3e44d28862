import { startN8nWithNode } from '../n8n/server/n8nWithNode';
import { inTheEditor } from './editor/inTheEditor';
import { addressesOf, serverToServer, SIGN_IN } from './serverToServer';

const EVERYWHERE = [
	'Client Code',
	'Authentication',
	'Allow in HTTP Request Node',
	'Calls per Minute',
	'Custom Endpoints',
	'Allowed HTTP Request Domains',
];
const [CODE = '', AUTHENTICATION = '', ALLOWED = '', CALLS = '', CUSTOM = '', DOMAINS = ''] = EVERYWHERE;
const SERVER_TO_SERVER = [
	'Tenant ID',
	'Client ID',
	'Client Secret',
	'Scopes',
	'Create a Token Where There Is None',
];

const seen = inTheEditor(async () => await startN8nWithNode({ identity: {} }));

describe('the credential', () => {
	seen('shows the fields that its Authentication and Custom Endpoints need', async (editor) => {
		const dialog = await editor.addCredential();
		expect(await editor.fieldsOf(dialog)).toEqual(EVERYWHERE);
		await dialog.getByText('In Target under Administration > Implementation.').waitFor();

		await editor.choose('authentication', 'Profile Token');
		await editor.input('profileToken').waitFor();
		expect(await editor.fieldsOf(dialog)).toEqual([
			CODE,
			AUTHENTICATION,
			'Profile Token',
			ALLOWED,
			CALLS,
			CUSTOM,
			DOMAINS,
		]);
		expect(await editor.input('profileToken').getAttribute('type')).toBe('password');
		await editor.parameter('customEndpoints').click();
		await editor.input('edgeUrl').waitFor();
		expect(await editor.fieldsOf(dialog)).toEqual([
			CODE,
			AUTHENTICATION,
			'Profile Token',
			ALLOWED,
			CALLS,
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
			ALLOWED,
			CALLS,
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
			ALLOWED,
			CALLS,
			CUSTOM,
			DOMAINS,
		]);
	});

	seen('is tested when it is saved, and says in words what is wrong', async (editor, n8n) => {
		const dialog = await editor.addCredential();
		await editor.input('clientCode').fill('democlient');
		await editor.choose('authentication', 'OAuth Server-to-Server');
		for (const [name, value] of Object.entries(SIGN_IN)) await editor.input(name).fill(value);
		await editor.picture('credential', dialog);
		await editor.parameter('customEndpoints').click();
		for (const [name, value] of Object.entries(addressesOf(n8n.emulator)))
			await editor.input(name).fill(value);

		const save = editor.part('credential-save-button').getByRole('button');
		const passed = await editor.testedBy(() => save.click());
		// n8n shows words of its own for a test that has passed; those of the node stay in its answer.
		expect(passed).toEqual({
			status: 'OK',
			message: expect.stringMatching(
				/^Target knows the client code, and did not refuse the token .*\. The Admin API calls the token valid until 20\S+Z; it is renewed by itself$/,
			) as string,
		});
		const success = editor.part('credentials-config-container-test-success', dialog);
		await success.waitFor();
		expect(await success.innerText()).toContain('Connection tested successfully');
		// The button is at work a little longer than the test.
		await save.locator('[class*=_loading-container]').waitFor({ state: 'hidden' });
		await editor.picture('credential-test-passed', dialog, { height: 440 });

		await editor.input('clientSecret').fill('sample-wrong-secret');
		const failed = await editor.testedBy(() => save.click());
		const words =
			'Adobe does not take the client secret. Copy it anew from the OAuth Server-to-Server credential of your project in the Adobe Developer Console: it may have been replaced there. (HTTP 400)';
		expect(failed).toEqual({ status: 'Error', message: words });
		await dialog.getByText('More details').click();
		await dialog.getByText(words).waitFor();
		expect(n8n.emulator.identity?.counts.tokenCreations).toBe(0);
	});

	seen('does not give its secret back to the browser, and is good nevertheless', async (editor, n8n) => {
		const credential = serverToServer(n8n.emulator, 'Adobe Target (saved before)');
		const { name } = await n8n.rest.createCredential(credential);
		await editor.page.goto('/home/credentials');
		const answer = editor.answerTo((response) => /\/rest\/credentials\/[^/]+\?/.test(response.url()));
		await editor.part('resources-list-item').filter({ hasText: name }).click();
		const dialog = await editor.credentialDialog();
		expect(await (await answer).text()).not.toContain(SIGN_IN.clientSecret);
		const secret = editor.input('clientSecret', dialog);
		expect(await secret.getAttribute('type')).toBe('password');
		expect(await secret.inputValue()).not.toContain(SIGN_IN.clientSecret);
		expect(await editor.page.content()).not.toContain(SIGN_IN.clientSecret);
		expect(await editor.input('clientId', dialog).inputValue()).toBe('sample-client-id');

		const success = editor.part('credentials-config-container-test-success', dialog);
		await success.waitFor();
		const again = await editor.testedBy(() => success.getByRole('button').click());
		expect(again.status).toBe('OK');
	});
});
