/** The text of the first element of that name; undefined where there is none without elements in it. */
export function xmlElement(xml: string, name: string): string | undefined {
	const match = new RegExp(`<${name}>([^<]*)</${name}>`, 'i').exec(xml);
	return match?.[1] === undefined ? undefined : unescapeXml(match[1]).trim();
}

const ENTITIES = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

function unescapeXml(text: string): string {
	return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
		if (name !== undefined) return ENTITIES.get(String(name)) ?? whole;
		const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
		return codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : whole;
	});
}
