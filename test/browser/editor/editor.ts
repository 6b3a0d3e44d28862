import path from 'node:path';
import { OWNER } from '../../n8n/server/rest';
import type { Browser, BrowserContext, Locator, Page, Response } from './chromium';
import { takePicture, type Picture } from './picture';

/** The first page loads all of the editor, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

const ROOT = path.join(__dirname, '..', '..', '..');

/** Signs in as the owner; the pages of the context are then the owner's. */
export async function signInBrowser(browser: Browser, url: string): Promise<BrowserContext> {
	const context = await browser.newContext({
		baseURL: url,
		viewport: { width: 1400, height: 1200 },
		colorScheme: 'light',
		locale: 'en-US',
	});
	const page = await context.newPage();
	page.setDefaultTimeout(TIMEOUT_MS);
	await page.goto('/signin');
	await page.locator('input[type=email]').fill(OWNER.email);
	const password = page.locator('input[type=password]');
	await password.fill(OWNER.password);
	await password.press('Enter');
	await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
	await page.close();
	return context;
}

/** n8n's editor in a page of its own, as its owner sees it. */
export class Editor {
	private constructor(readonly page: Page) {}

	/** Opens an empty page. */
	static async open(context: BrowserContext): Promise<Editor> {
		const page = await context.newPage();
		page.setDefaultTimeout(TIMEOUT_MS);
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
		const start = option.replace(/[()]/g, '\\$&');
		await this.page.getByRole('option', { name: new RegExp(`^${start}`) }).click();
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

	/** Opens a workflow; gives one of its nodes on the canvas. */
	async openWorkflow(workflowId: string, node: string): Promise<Locator> {
		await this.page.goto(`/workflow/${workflowId}`);
		const onCanvas = this.part('canvas-node').filter({ hasText: node });
		await onCanvas.waitFor();
		return onCanvas;
	}

	/** The answer of n8n's server to a request that the editor is about to make. */
	async answerTo(isIt: (response: Response) => boolean): Promise<Response> {
		return await this.page.waitForResponse(isIt);
	}

	/** Writes a picture for the docs, where they are wanted. */
	async picture(
		name: string,
		of: Locator | readonly Locator[],
		crop: Omit<Picture, 'name' | 'of'> = {},
	): Promise<void> {
		await takePicture(this.page, { name, of: 'click' in of ? [of] : of, ...crop });
	}

	/** Runs a test's steps and closes the page; where one fails, what it showed is kept in `.cache/browser.png`. */
	async watched(steps: () => Promise<void>): Promise<void> {
		try {
			await steps();
		} catch (error) {
			await this.page.screenshot({ path: path.join(ROOT, '.cache', 'browser.png') });
			throw error;
		} finally {
			await this.page.close();
		}
	}
}
