import path from 'node:path';
import { CSV, EXAMPLES } from '../n8n/examples/examples';
import { importExamples } from '../n8n/examples/importExamples';
import type { EmptyN8n } from '../n8n/server/n8nWithNode';
import type { Seen } from './editor/inTheEditor';

/** How a person takes the examples over; the test shares the n8n of those that it stands beside. */
export function describeImport(seen: Seen<EmptyN8n>): void {
	seen(
		'an example is imported from its file as a workflow of its own, also where the command line has imported it',
		async (editor, n8n) => {
			const before = await n8n.rest.workflowNames();
			const names = await importExamples(n8n.folder);
			const imported = [...before, ...names].sort();
			expect((await n8n.rest.workflowNames()).sort()).toEqual(imported);

			await editor.page.goto('/workflow/new');
			const saved = editor.answerTo(
				(answer) => answer.request().method() === 'POST' && answer.url().endsWith('/rest/workflows'),
			);
			await editor.part('workflow-import-input').setInputFiles(path.join(EXAMPLES, CSV.file));
			await editor.part('canvas-node').filter({ hasText: CSV.bulk }).waitFor();
			await editor.page.keyboard.press('Control+s');
			expect((await saved).status()).toBe(200);

			expect(await n8n.rest.workflowNames()).toHaveLength(imported.length + 1);
		},
	);
}
