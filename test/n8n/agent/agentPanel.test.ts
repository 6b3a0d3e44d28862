import type { Locator } from '../../browser/editor/chromium';
import type { Editor } from '../../browser/editor/editor';
import { inTheEditor } from '../../browser/editor/inTheEditor';
import { NodePanel } from '../../browser/editor/nodePanel';
import { ID_BY_THE_BUTTON, startN8nWithAgent, withParameters, type N8nWithAgent } from './agentRun';
import { AGENT } from '../examples/examples';

const seen = inTheEditor(async () => {
	const agent = await startN8nWithAgent('00000000-sample-token-for-the-tests');
	return { ...agent, server: agent.n8n.server };
});

/** Opens Update Profile of the example as it is before anybody has described it. */
async function openTool(editor: Editor, agent: N8nWithAgent): Promise<Locator> {
	const workflow = agent.example([], {
		[AGENT.update]: withParameters({ toolDescription: undefined, profileId: '' }),
	});
	const { id } = await agent.n8n.rest.createWorkflow(workflow);
	const panel = await NodePanel.open(editor, id, AGENT.update);
	return panel.root;
}

/** What an open list offers, once this is among it: the names, without their descriptions. */
async function choicesWith(editor: Editor, name: RegExp): Promise<string[]> {
	await optionOf(editor, name).waitFor();
	const texts = await editor.page.getByRole('option').filter({ visible: true }).allInnerTexts();
	return texts.map((text) => text.split('\n')[0] ?? '');
}

function optionOf(editor: Editor, name: RegExp): Locator {
	return editor.page.getByRole('option', { name });
}

seen(
	'the panel of the tool has nothing about files, batches and the fields of the input',
	async (editor, agent) => {
		const panel = await openTool(editor, agent);

		await editor.parameter('operation').click();
		expect(await choicesWith(editor, /^Get Profile/)).toEqual([
			'Get Bulk Update Status',
			'Get Profile',
			'Update Profile',
		]);
		await optionOf(editor, /^Update Profile/).click();
		await optionOf(editor, /^Update Profile/).waitFor({ state: 'hidden' });
		expect(await editor.parameter('attributesMode').count()).toBe(0);
		await panel.locator('input[placeholder="Add option"]').click();
		expect(await choicesWith(editor, /^Max Retries/)).toEqual([
			'Max Retries',
			'Nested Values',
			'Preview Only',
			'Timeout (Seconds)',
		]);
	},
);

seen(
	'the tool describes the operation that is chosen, and lets the model define the ID',
	async (editor, agent) => {
		await openTool(editor, agent);
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
	},
);
