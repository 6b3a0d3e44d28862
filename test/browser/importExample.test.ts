import path from 'node:path';
import { CSV, EXAMPLES } from '../n8n/examples/examples';
import { importExamples } from '../n8n/examples/importExamples';
import { startEmptyN8n } from '../n8n/server/n8nWithNode';
import { inTheEditor } from './editor/inTheEditor';

const seen = inTheEditor(startEmptyN8n);

seen(
	'an example is imported from its file as a workflow of its own, also where the command line has imported it',
	async (editor, n8n) => {
		const names = await importExamples(n8n.folder);
		expect((await n8n.rest.workflowNames()).sort()).toEqual([...names].sort());

		await editor.page.goto('/workflow/new');
		const saved = editor.answerTo(
			(answer) => answer.request().method() === 'POST' && answer.url().endsWith('/rest/workflows'),
		);
		await editor.part('workflow-import-input').setInputFiles(path.join(EXAMPLES, CSV.file));
		await editor.part('canvas-node').filter({ hasText: CSV.bulk }).waitFor();
		await editor.page.keyboard.press('Control+s');
		expect((await saved).status()).toBe(200);

		expect(await n8n.rest.workflowNames()).toHaveLength(names.length + 1);
	},
);
