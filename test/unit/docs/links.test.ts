import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { ROOT } from './messageList';

const PAGES = [
	...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

/** Links and pictures in Markdown, and those in the little HTML that the README has. */
const LINK = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

function textOf(page: string): string {
	return readFileSync(join(ROOT, page), 'utf8').replace(/^```[^]*?^```/gm, '');
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of textOf(page).matchAll(/^#+ +(.+)$/gm)) {
		const anchor = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
			.replaceAll(' ', '-');
		let number = 0;
		while (anchors.has(number === 0 ? anchor : `${anchor}-${number}`)) number++;
		anchors.add(number === 0 ? anchor : `${anchor}-${number}`);
	}
	return anchors;
}

/** What is wrong with a link, if anything. */
function problemOf(page: string, link: string): string | undefined {
	const [path = '', anchor] = link.split('#');
	const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
	if (!existsSync(join(ROOT, target))) return `${page}: there is no ${link}`;
	if (anchor === undefined || !target.endsWith('.md') || anchorsOf(target).has(anchor)) return undefined;
	return `${page}: ${target} has no heading #${anchor}`;
}

test.each(PAGES)('the links of %s within the repository lead somewhere', (page) => {
	const links = Array.from(textOf(page).matchAll(LINK), ([, markdown, html]) => markdown ?? html ?? '');
	const within = links.filter((link) => !/^[a-z]+:/i.test(link));
	expect(within.map((link) => problemOf(page, link)).filter((problem) => problem !== undefined)).toEqual([]);
});

test('a link to a page or a heading that is not there is found', () => {
	expect(problemOf('docs/credential.md', 'nowhere.md')).toBe('docs/credential.md: there is no nowhere.md');
	expect(problemOf('README.md', 'docs/credential.md#nothing')).toBe(
		'README.md: docs/credential.md has no heading #nothing',
	);
	expect(problemOf('README.md', '#installation')).toBeUndefined();
});
