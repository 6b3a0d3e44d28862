import type { Emulator } from '../../emulator';
import type { Locator } from './chromium';
import type { Editor } from './editor';
import { NodePanel } from './nodePanel';

/** The client code that an emulator answers for, unless it is told another. */
const CLIENT_CODE = 'democlient';

/** Types, or pastes, into a field after a click on it. */
export async function enter(field: Locator, text: string): Promise<void> {
	await field.click();
	await field.fill(text);
}

/**
 * A person who builds a workflow on n8n's canvas, and knows two keys: Enter takes the first node that a search has found,
 * Escape closes a panel.
 */
export class Building {
	readonly panel: NodePanel;
	readonly creator: Locator;
	/** The field for the search of nodes. */
	readonly search: Locator;
	/** The names of nodes and actions that are offered. */
	readonly offered: Locator;

	constructor(private readonly editor: Editor) {
		this.panel = new NodePanel(editor);
		this.creator = editor.part('node-creator');
		this.search = editor.part('node-creator-search-bar', this.creator);
		this.offered = editor.part('node-creator-item-name', this.creator);
	}

	/** Overview > Build a workflow > Add first step; the search for nodes is open then. */
	async begin(): Promise<void> {
		const { editor } = this;
		await editor.page.goto('/');
		await editor.part('project-home-menu-item').click();
		// The second is there once n8n has a workflow.
		await editor.page.getByText(/^(Build a workflow|Create workflow)$/).click();
		await editor.part('canvas-plus-button').click();
		await this.search.waitFor();
	}

	/** Searches for a node, and takes the first that is found: it has this name. Its panel, or its actions, are open then. */
	async take(word: string, name: string): Promise<void> {
		await this.search.fill(word);
		await this.offered.nth(0).and(this.exactly(name)).waitFor();
		await this.search.press('Enter');
	}

	/** Chooses from the actions of the node that was taken. */
	async action(name: string): Promise<void> {
		await this.exactly(name).click();
		await this.panel.root.waitFor();
	}

	/** Types an expression into a field: "=" makes it one that takes expressions. */
	async enterExpression(field: Locator, expression: string): Promise<void> {
		await field.click();
		await field.press('=');
		await this.enterCode(`{{ ${expression} }}`);
	}

	/** Types into the one field for code that the panel has, and waits until n8n has taken it. */
	async enterCode(text: string): Promise<void> {
		const [start] = text.split('"');
		const saved = this.editor.answerTo((response) => {
			const request = response.request();
			return request.method() === 'PATCH' && (request.postData() ?? '').includes(start ?? text);
		});
		await this.panel.parameters.locator('.cm-content').fill(text);
		await saved;
	}

	/** Opens the search for the node that comes next: behind the last one, or at one of its outputs. */
	async next(output = 0): Promise<void> {
		await this.editor.part('canvas-handle-plus').nth(output).click();
		await this.search.waitFor();
	}

	/** Closes the panel of a node. */
	async close(): Promise<void> {
		await this.panel.root.press('Escape');
		await this.panel.root.waitFor({ state: 'hidden' });
	}

	/** Connects a node with an emulator, by a credential that is made for it; gives its dialog, which is not saved. */
	async credentialFor(emulator: Emulator): Promise<Locator> {
		const { editor } = this;
		await this.panel.root.getByText('Connect to Adobe Target').click();
		const dialog = await editor.credentialDialog();
		await enter(editor.input('clientCode', dialog), CLIENT_CODE);
		await editor.parameter('customEndpoints', dialog).click();
		await enter(editor.input('edgeUrl', dialog), emulator.url);
		return dialog;
	}

	/** Saves a credential, which n8n tests by that; a good one closes its dialog. */
	async save(dialog: Locator): Promise<void> {
		const { status } = await this.editor.testedBy(async () => {
			await this.editor.part('credential-save-button', dialog).getByRole('button').click();
		});
		expect(status).toBe('OK');
		await dialog.waitFor({ state: 'hidden' });
	}

	/** Publishes the workflow; n8n asks for the name of a version, and proposes one. */
	async publish(): Promise<void> {
		const { page } = this.editor;
		await page.getByRole('button', { name: 'Publish' }).click();
		const version = page.getByRole('dialog').locator('input').nth(0);
		await version.press('Enter');
		await page.getByText(/^Published$/).waitFor();
	}

	private exactly(name: string): Locator {
		return this.creator.getByText(name, { exact: true });
	}
}
