import { createRequire } from 'node:module';

/** What is used of Playwright: its own types are there only after `install.mjs`, and `npm test` goes without. */
export interface Locator {
	locator(selector: string): Locator;
	getByRole(role: string, options?: { name: RegExp }): Locator;
	getByText(text: string): Locator;
	filter(options: { hasText?: string; visible?: boolean }): Locator;
	nth(index: number): Locator;
	click(): Promise<void>;
	dblclick(): Promise<void>;
	hover(): Promise<void>;
	fill(text: string): Promise<void>;
	press(key: string): Promise<void>;
	count(): Promise<number>;
	waitFor(options?: { state: 'visible' | 'hidden' }): Promise<void>;
	innerText(): Promise<string>;
	allInnerTexts(): Promise<string[]>;
	inputValue(): Promise<string>;
	getAttribute(name: string): Promise<string | null>;
	boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
}

export interface Response {
	url(): string;
	text(): Promise<string>;
	request(): { method(): string; postData(): string | null };
}

export interface Page extends Pick<Locator, 'locator' | 'getByRole' | 'getByText'> {
	goto(path: string): Promise<unknown>;
	content(): Promise<string>;
	setDefaultTimeout(milliseconds: number): void;
	waitForURL(isIt: (url: URL) => boolean): Promise<void>;
	waitForResponse(isIt: (response: Response) => boolean): Promise<Response>;
	screenshot(options: {
		path: string;
		clip?: { x: number; y: number; width: number; height: number };
		animations?: 'disabled';
		caret?: 'hide';
		style?: string;
	}): Promise<unknown>;
}

export interface Browser {
	newPage(options: {
		baseURL: string;
		viewport: { width: number; height: number };
		colorScheme: 'light';
		locale: string;
	}): Promise<Page>;
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
