import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Box, Locator, Page } from './chromium';

/** Where pictures for the docs go; undefined when none are wanted. */
const PICTURES_FOLDER = process.env.PICTURES_FOLDER;

/** Whether this run makes the pictures. */
export const PICTURES_WANTED = PICTURES_FOLDER !== undefined;

/** Without what n8n lays over the page for a moment, and without corners that show what is behind. */
const STYLE = `
	.el-notification, .n8n-tooltip, [data-test-id="floating-nodes"] { display: none !important; }
	.el-dialog { border-radius: 0 !important; }`;

/** What a picture shows: elements, from the first edge of all to the last, within the page. */
export interface Picture {
	/** Of the file, without `.png`. */
	readonly name: string;
	readonly of: readonly Locator[];
	/** How much of it, from the top. */
	readonly height?: number;
	/** How much of what is beside it, and above and below it. */
	readonly margin?: { readonly x: number; readonly y: number };
	/** Whether the mouse stays where it is, as for a picture of dragging. */
	readonly mouseStays?: boolean;
}

const NO_MARGIN = { x: 0, y: 0 };

/** Writes a picture for the docs, where they are wanted. */
export async function takePicture(
	page: Page,
	{ name, of, height = Infinity, margin = NO_MARGIN, mouseStays = false }: Picture,
): Promise<void> {
	if (PICTURES_FOLDER === undefined) return;
	await mkdir(PICTURES_FOLDER, { recursive: true });
	// A button that was pressed is at work a little longer than what it did, and lit while the mouse is over it.
	if (!mouseStays) await page.mouse.move(0, 0);
	await page
		.locator('[class*=_loading-container]')
		.filter({ visible: true })
		.nth(0)
		.waitFor({ state: 'hidden' });
	const boxes = await Promise.all(of.map(async (element) => await element.boundingBox()));
	const seen = boxes.filter((box) => box !== null);
	if (seen.length === 0) throw new Error(`There is nothing to be seen for the picture "${name}".`);
	const all = around(seen, margin);
	await page.screenshot({
		path: path.join(PICTURES_FOLDER, `${name}.png`),
		clip: { ...all, height: Math.min(all.height, height) },
		animations: 'disabled',
		caret: 'hide',
		style: STYLE,
	});
}

function around(boxes: readonly Box[], margin: { x: number; y: number }): Box {
	const x = Math.min(...boxes.map((box) => box.x)) - margin.x;
	const y = Math.min(...boxes.map((box) => box.y)) - margin.y;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin.x;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin.y;
	return { x, y, width: right - x, height: bottom - y };
}
