import type { Box, Locator } from './chromium';
import type { Editor } from './editor';

/** Where n8n marks the place that takes a dragged field: at a parameter, and at the list of attributes. */
const READY_FOR_DROP = '.activeDrop, [class*="_active_"]';

/** The open panel of a node: its input on the left, its parameters in the middle, its output on the right. */
export class NodePanel {
	readonly root: Locator;
	readonly input: Locator;
	readonly output: Locator;
	/** The parameters, with the tabs above them. */
	readonly parameters: Locator;

	constructor(private readonly editor: Editor) {
		this.root = editor.part('ndv');
		this.input = editor.part('ndv-input-panel', this.root);
		this.output = editor.part('output-panel', this.root);
		this.parameters = this.root.locator(
			'xpath=.//*[@data-test-id="tab-params"]/ancestor::*[.//*[@data-test-id="node-parameters"]][1]',
		);
	}

	/** Opens a node of a workflow, from the canvas. */
	static async open(editor: Editor, workflowId: string, node: string): Promise<NodePanel> {
		const onCanvas = await editor.openWorkflow(workflowId, node);
		await onCanvas.dblclick();
		const panel = new NodePanel(editor);
		await panel.root.waitFor();
		return panel;
	}

	/** The fields of one name in the entries of a list of parameters, with the place that takes what is dragged in. */
	fieldsIn(name: string): Locator {
		return this.root.locator(`div[data-test-id="parameter-input-${name}"]`);
	}

	/** Drags a field from the input, and stays with it over where it is to go. */
	async dragOver(field: string, target: Locator): Promise<void> {
		const { mouse } = this.editor.page;
		const pill = this.input.locator(`[data-name="${field}"]`);
		await pill.hover();
		const from = centre(await pill.boundingBox());
		await mouse.down();
		// n8n takes it for a click until it has moved a little.
		await mouse.move(from.x + 20, from.y + 20, { steps: 4 });
		const to = centre(await target.boundingBox());
		await mouse.move(to.x, to.y, { steps: 8 });
		await target.and(this.editor.page.locator(READY_FOR_DROP)).waitFor();
	}

	/** Drags a field from the input to where it is to go. */
	async drag(field: string, target: Locator): Promise<void> {
		await this.dragOver(field, target);
		await this.drop();
	}

	/** Lets go of the field that is being dragged. */
	async drop(): Promise<void> {
		await this.editor.page.mouse.up();
	}

	/** What the text field of a parameter holds as soon as it is not what it was. */
	async textIn(parameter: string, before = ''): Promise<string> {
		const field = `document.querySelector('[data-test-id="parameter-input-${parameter}"] input')`;
		await this.editor.page.waitForFunction(`${field}?.value !== ${JSON.stringify(before)}`);
		return await this.editor.input(parameter, this.root).inputValue();
	}

	/** Presses Execute step. */
	async execute(): Promise<void> {
		await this.editor.part('node-execute-button', this.root).click();
	}

	/** The sentences above the output. */
	async hints(): Promise<string[]> {
		const hints = await this.editor.part('node-hint', this.output).allInnerTexts();
		return hints.map((hint) => hint.trim());
	}

	/** The error that the output shows: what happened, and what to do. */
	async error(): Promise<[message: string, description: string]> {
		const textOf = async (part: string) => await this.editor.part(part, this.output).innerText();
		return [await textOf('node-error-message'), await textOf('node-error-description')];
	}

	/** The rows of the output's table, once it shows a value that is waited for. */
	async tableWith(value: string | RegExp): Promise<Array<Record<string, string>>> {
		await this.output.locator('td').getByText(value).nth(0).waitFor();
		const names = await this.output.locator('th').allInnerTexts();
		const cells = await this.output.locator('td').allInnerTexts();
		// The last column is n8n's own, and empty.
		return Array.from({ length: cells.length / names.length }, (_, row) =>
			Object.fromEntries(
				names.slice(0, -1).map((name, column) => [name, cells[row * names.length + column] ?? '']),
			),
		);
	}
}

function centre(box: Box | null): { x: number; y: number } {
	if (box === null) throw new Error('What is to be dragged, or where it is to go, is not to be seen.');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
