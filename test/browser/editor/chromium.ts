import { createRequire } from 'node:module';

/** What is used of Playwright: its own types are there only after `install.mjs`, and `npm test` goes without. */
export interface Locator {
	locator(selector: string): Locator;
	getByRole(role: string, options?: { name: string | RegExp }): Locator;
	getByText(text: string | RegExp, options?: { exact: boolean }): Locator;
	filter(options: { hasText?: string; visible?: boolean }): Locator;
	and(other: Locator): Locator;
	nth(index: number): Locator;
	click(): Promise<void>;
	dblclick(): Promise<void>;
	hover(): Promise<void>;
	fill(text: string): Promise<void>;
	press(key: string): Promise<void>;
	setInputFiles(path: string): Promise<void>;
	all(): Promise<Locator[]>;
	count(): Promise<number>;
	waitFor(options?: { state: 'visible' | 'hidden' }): Promise<void>;
	innerText(): Promise<string>;
	allInnerTexts(): Promise<string[]>;
	inputValue(): Promise<string>;
	getAttribute(name: string): Promise<string | null>;
	boundingBox(): Promise<Box | null>;
}

/** A place on the page, in pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Response {
	status(): number;
	url(): string;
	text(): Promise<string>;
	request(): { method(): string; postData(): string | null };
}

export interface Page extends Pick<Locator, 'locator' | 'getByRole' | 'getByText'> {
	readonly mouse: {
		move(x: number, y: number, options?: { steps: number }): Promise<void>;
		down(): Promise<void>;
		up(): Promise<void>;
	};
	readonly keyboard: { press(key: string): Promise<void> };
	goto(path: string): Promise<unknown>;
	close(): Promise<void>;
	content(): Promise<string>;
	addInitScript(script: string): Promise<unknown>;
	exposeFunction(name: string, callback: () => void): Promise<unknown>;
	emulateMedia(options: { colorScheme: 'light' | 'dark' }): Promise<void>;
	setDefaultTimeout(milliseconds: number): void;
	waitForFunction(script: string): Promise<unknown>;
	waitForURL(isIt: (url: URL) => boolean): Promise<void>;
	waitForResponse(isIt: (response: Response) => boolean): Promise<Response>;
	screenshot(options: {
		path: string;
		clip?: Box;
		animations?: 'disabled';
		caret?: 'hide';
		style?: string;
	}): Promise<unknown>;
}

/** Pages that share a sign-in. */
export interface BrowserContext {
	newPage(): Promise<Page>;
}

export interface Browser {
	newContext(options: {
		baseURL: string;
		viewport: { width: number; height: number };
		colorScheme: 'light';
		locale: string;
	}): Promise<BrowserContext>;
	close(): Promise<void>;
}

interface Playwright {
	readonly chromium: {
		launch(options: { executablePath: string; headless: true; args: string[] }): Promise<Browser>;
	};
}

/** Starts Debian's Chromium with an empty profile, which goes when it is closed; it asks for nothing by itself. */
export async function startChromium(): Promise<Browser> {
	const { chromium } = createRequire(__filename)('playwright-core') as Playwright;
	return await chromium.launch({
		executablePath: '/usr/bin/chromium',
		headless: true,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
