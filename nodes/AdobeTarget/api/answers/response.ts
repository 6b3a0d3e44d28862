import { readXml } from './xml';
import type { XmlListener } from './xml';

/** What stands in the `<response>` of an answer. */
interface ResponseFields {
	/** Whether it is there to its end, with nothing that counts beside it. */
	readonly isWhole: boolean;
	/**
	 * The text of an element right below `<response>`, wherever it stands there. Undefined where it is missing, holds
	 * other elements, or comes twice and says two things.
	 *
	 * @param name in lower case
	 */
	field(name: string): string | undefined;
}

/**
 * Reads an answer in XML: `<response>` with its fields.
 *
 * @param within is told of all elements below the root
 * @returns undefined where it is no `<response>`
 */
export async function readResponse(xml: string, within?: XmlListener): Promise<ResponseFields | undefined> {
	let root = '';
	const fields = new Map<string, string | undefined>();
	const isWhole = await readXml(xml, {
		opened(name, depth) {
			if (depth === 1) root = name;
			else within?.opened(name, depth);
		},
		closed(name, depth, text) {
			if (depth === 2) fields.set(name, fields.has(name) && fields.get(name) !== text ? undefined : text);
			if (depth > 1) within?.closed(name, depth, text);
		},
	});
	return root === 'response' ? { isWhole, field: (name) => fields.get(name) } : undefined;
}
