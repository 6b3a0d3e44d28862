import type { Browser, BrowserContext } from './chromium';
import { startChromium } from './chromium';
import { Editor, signInBrowser } from './editor';

/** What is needed of an n8n to look at it. */
interface Running {
	readonly server: { readonly url: string };
	stop(): Promise<void>;
}

/** A test with an editor of its own. */
export type Seen<N8n> = (name: string, steps: (editor: Editor, n8n: N8n) => Promise<void>) => void;

/**
 * The n8n and the browser of a test file: started before its tests, stopped after them.
 *
 * @param start starts the n8n
 */
export function inTheEditor<N8n extends Running>(start: () => Promise<N8n>): Seen<N8n> {
	let n8n: N8n | undefined;
	let browser: Browser | undefined;
	let context: BrowserContext | undefined;

	beforeAll(async () => {
		n8n = await start();
		browser = await startChromium();
		context = await signInBrowser(browser, n8n.server.url);
	});

	afterAll(async () => {
		await browser?.close();
		await n8n?.stop();
	});

	return (name, steps) => {
		test(name, async () => {
			if (n8n === undefined || context === undefined) throw new Error('n8n or the browser did not start.');
			const started = n8n;
			const editor = await Editor.open(context);
			await editor.watched(async () => {
				await steps(editor, started);
			});
		});
	};
}
