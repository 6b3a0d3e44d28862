import { agentIn, ID_BY_THE_BUTTON, withParameters } from '../n8n/agent/agentRun';
import { AGENT } from '../n8n/examples/examples';
import type { N8nWithNode } from '../n8n/server/n8nWithNode';
import type { Locator } from './editor/chromium';
import type { Editor } from './editor/editor';
import type { Seen } from './editor/inTheEditor';
import { NodePanel } from './editor/nodePanel';

/** Opens Update Profile of the example as it is before anybody has described it. */
async function openTool(editor: Editor, n8n: N8nWithNode): Promise<Locator> {
	const agent = await agentIn(n8n);
	const workflow = agent.example([], {
		[AGENT.update]: withParameters({ toolDescription: undefined, profileId: '' }),
	});
	const { id } = await n8n.rest.createWorkflow(workflow);
	// Nobody runs it.
	await agent.model.close();
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

/** The panel of the node where an AI agent has it as a tool; the tests share the n8n of those that they stand beside. */
export function describeToolPanel(seen: Seen<N8nWithNode>): void {
	describe('the panel of the node as a tool', () => {
		seen('has nothing about files, batches and the fields of the input', async (editor, n8n) => {
			const panel = await openTool(editor, n8n);

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
		});

		seen('describes the operation that is chosen, and lets the model define the ID', async (editor, n8n) => {
			await openTool(editor, n8n);
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
}
