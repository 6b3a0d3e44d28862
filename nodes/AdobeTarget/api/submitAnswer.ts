/** What Target says to an update or a batch: taken or not, why, and where a batch's status can be asked. */
export interface SubmitAnswer {
	readonly success: boolean;
	readonly message: string;
	/** The address of the batch's status as Target gave it; missing for single updates and refusals. */
	readonly batchStatus: string | undefined;
}

/** The pages print answers with their tags stripped: `trueRequest successfully submitted`. */
const TAGLESS = /^\s*(true|false)\s*(https?:\/\/\S*?(?=Batch\b|\s|$))?\s*([^<]*)$/i;

/**
 * Reads the body of an answer: the XML `<response><success>…</success>…</response>` or the same without tags.
 *
 * @returns undefined when it is neither: an empty body, a web page, a part of an answer
 */
export function readSubmitAnswer(text: string): SubmitAnswer | undefined {
	const tagless = TAGLESS.exec(text);
	if (tagless) {
		const [, success = '', batchStatus, message = ''] = tagless;
		return { success: success.toLowerCase() === 'true', message: message.trim(), batchStatus };
	}
	const success = element(text, 'success')?.toLowerCase();
	if ((success !== 'true' && success !== 'false') || !/<\/response>\s*$/i.test(text)) return undefined;
	return {
		success: success === 'true',
		message: element(text, 'message') ?? '',
		batchStatus: element(text, 'batchStatus') || undefined,
	};
}

/** The text of the first element of that name. */
function element(xml: string, name: string): string | undefined {
	const match = new RegExp(`<${name}>([^<]*)</${name}>`, 'i').exec(xml);
	return match?.[1] === undefined ? undefined : unescapeXml(match[1]).trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
	return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
		if (name !== undefined) return ENTITIES[String(name)] ?? whole;
		const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
		return codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : whole;
	});
}
