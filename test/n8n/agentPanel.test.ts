import { startChromium, type Browser, type Locator } from '../browser/chromium';
import { Editor } from '../browser/editor';
import { ID_BY_THE_BUTTON, startN8nWithAgent, withParameters, type N8nWithAgent } from './agentRun';
import { AGENT } from './examples';

let agent: N8nWithAgent;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	agent = await startN8nWithAgent('00000000-sample-token-for-the-tests');
	browser = await startChromium();
	editor = await Editor.open(browser, agent.n8n.server.url);
});

afterAll(async () => {
	await browser.close();
	await agent.stop();
});

/** Opens Update Profile of the example as it is before anybody has described it. */
async function openTool(): Promise<Locator> {
	const workflow = agent.example([], {
		[AGENT.update]: withParameters({ toolDescription: undefined, profileId: '' }),
	});
	const { id } = await agent.n8n.rest.createWorkflow(workflow);
	return await editor.openNode(id, AGENT.update);
}

/** What an open list offers, once this is among it: the names, without their descriptions. */
async function choicesWith(name: RegExp): Promise<string[]> {
	await option(name).waitFor();
	const texts = await editor.page.getByRole('option').filter({ visible: true }).allInnerTexts();
	return texts.map((text) => text.split('\n')[0] ?? '');
}

const option = (name: RegExp): Locator => editor.page.getByRole('option', { name });

test('the panel of the tool has nothing about files, batches and the fields of the input', async () => {
	await editor.watched(async () => {
		const panel = await openTool();

		await editor.parameter('operation').click();
		expect(await choicesWith(/^Get Profile/)).toEqual([
			'Get Bulk Update Status',
			'Get Profile',
			'Update Profile',
		]);
		await option(/^Update Profile/).click();
		await option(/^Update Profile/).waitFor({ state: 'hidden' });
		expect(await editor.parameter('attributesMode').count()).toBe(0);
		await panel.locator('input[placeholder="Add option"]').click();
		expect(await choicesWith(/^Max Retries/)).toEqual([
			'Max Retries',
			'Nested Values',
			'Preview Only',
			'Timeout (Seconds)',
		]);
	});
});

test('the tool describes the operation that is chosen, and lets the model define the ID', async () => {
	await editor.watched(async () => {
		await openTool();
		const description = editor.parameter('toolDescription').locator('textarea');
		expect(await description.inputValue()).toMatch(/^Sends attributes/);

		await editor.choose('operation', 'Get Profile');
		await editor.parameter('simplify').waitFor();
		expect(await description.inputValue()).toMatch(/^Gets what Adobe Target knows/);
		const saved = editor.answerTo((response) => {
			const request = response.request();
			const sent = request.postData() ?? '';
			return request.method() === 'PATCH' && sent.includes(JSON.stringify(ID_BY_THE_BUTTON));
		});
		await editor.parameter('profileId').hover();
		await editor.part('from-ai-override-button').nth(0).click();
		await saved;
	});
});
