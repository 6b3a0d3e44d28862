import type { Page } from './chromium';

/**
 * Counts the presses of the mouse in a page, from its next address on, whoever makes them: a double click is two,
 * dragging a field is one.
 *
 * @returns how many there have been
 */
export async function countClicks(page: Page): Promise<() => number> {
	let clicks = 0;
	await page.exposeFunction('countClick', () => {
		clicks++;
	});
	await page.addInitScript('addEventListener("mousedown", () => void countClick(), true);');
	return () => clicks;
}
