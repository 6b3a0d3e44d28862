import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { OWNER } from '../n8n/rest';
import type { Browser, Locator, Page, Response } from './chromium';

/** The first page loads all of the editor, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

const ROOT = path.join(__dirname, '..', '..');

/** Where pictures for the docs go; undefined when none are wanted. */
const PICTURES_FOLDER = process.env.PICTURES_FOLDER;

/** n8n's editor in a browser, as its owner sees it. */
export class Editor {
	private constructor(readonly page: Page) {}

	/** Opens the editor and signs in. */
	static async open(browser: Browser, url: string): Promise<Editor> {
		const page = await browser.newPage({
			baseURL: url,
			viewport: { width: 1400, height: 1200 },
			colorScheme: 'light',
			locale: 'en-US',
		});
		page.setDefaultTimeout(TIMEOUT_MS);
		await page.goto('/signin');
		await page.locator('input[type=email]').fill(OWNER.email);
		const password = page.locator('input[type=password]');
		await password.fill(OWNER.password);
		await password.press('Enter');
		await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
		return new Editor(page);
	}

	/** An element by the name that n8n's own tests know it by. */
	part(name: string, within: Locator | Page = this.page): Locator {
		return within.locator(`[data-test-id="${name}"]`);
	}

	/** The control of a parameter, in a credential or a node. */
	parameter(name: string, within?: Locator): Locator {
		return this.part(`parameter-input-${name}`, within);
	}

	/** The text field of a parameter. */
	input(name: string, within?: Locator): Locator {
		return this.parameter(name, within).locator('input');
	}

	/** Chooses from the list of a parameter. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).click();
		// Its description is part of its name there.
		await this.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
	}

	/** Credentials > Create credential > Adobe Target API; gives its dialog. */
	async addCredential(): Promise<Locator> {
		await this.page.goto('/home/credentials');
		await this.part('add-resource-credential').click();
		await this.part('new-credential-type-select').locator('input').fill('Adobe Target');
		await this.part('new-credential-type-select-option').filter({ hasText: 'Adobe Target API' }).click();
		await this.part('new-credential-type-button').click();
		return await this.credentialDialog();
	}

	/** The dialog of the credential that is open. */
	async credentialDialog(): Promise<Locator> {
		const dialog = this.part('editCredential-modal');
		await this.parameter('clientCode', dialog).waitFor();
		return dialog;
	}

	/** The names of the parameters that the dialog of a credential shows, from top to bottom. */
	async fieldsOf(dialog: Locator): Promise<string[]> {
		const labels = await dialog.locator('form label').filter({ visible: true }).allInnerTexts();
		// Beside the names stand signs and buttons, on lines of their own.
		return labels.map((label) => (label.split('\n')[0] ?? '').replace('*', '').trim());
	}

	/** Does something by which n8n tests a credential; gives the node's own words. */
	async testedBy(action: () => Promise<void>): Promise<{ status: string; message: string }> {
		const answer = this.answerTo((response) => response.url().endsWith('/rest/credentials/test'));
		await action();
		const { data } = JSON.parse(await (await answer).text()) as { data: { status: string; message: string } };
		return data;
	}

	/** Opens a node of a workflow, from the canvas. */
	async openNode(workflowId: string, node: string): Promise<Locator> {
		await this.page.goto(`/workflow/${workflowId}`);
		await this.part('canvas-node').filter({ hasText: node }).dblclick();
		const panel = this.part('ndv');
		await panel.waitFor();
		return panel;
	}

	/** The middle of a node's panel: its parameters, with the tabs above them. */
	parametersOf(panel: Locator): Locator {
		return panel.locator(
			'xpath=.//*[@data-test-id="tab-params"]/ancestor::*[.//*[@data-test-id="node-parameters"]][1]',
		);
	}

	/** The answer of n8n's server to a request that the editor is about to make. */
	async answerTo(isIt: (response: Response) => boolean): Promise<Response> {
		return await this.page.waitForResponse(isIt);
	}

	/**
	 * Writes a picture for the docs, where they are wanted: what an element covers, down to `height`.
	 *
	 * @param name of the file, without `.png`
	 */
	async picture(name: string, element: Locator, height = Infinity): Promise<void> {
		if (PICTURES_FOLDER === undefined) return;
		await mkdir(PICTURES_FOLDER, { recursive: true });
		const box = await element.boundingBox();
		if (box === null) throw new Error(`There is nothing to be seen for the picture "${name}".`);
		await this.page.screenshot({
			path: path.join(PICTURES_FOLDER, `${name}.png`),
			clip: { ...box, height: Math.min(box.height, height) },
			animations: 'disabled',
			caret: 'hide',
			style: '.el-notification { display: none; }',
		});
	}

	/** Runs a test's steps; where one fails, what the browser showed is kept in `.cache/browser.png`. */
	async watched(steps: () => Promise<void>): Promise<void> {
		try {
			await steps();
		} catch (error) {
			await this.page.screenshot({ path: path.join(ROOT, '.cache', 'browser.png') });
			throw error;
		}
	}
}
