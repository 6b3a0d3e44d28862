/** The fields of an answer in JSON; undefined where it is none, or no object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
		return { ...parsed };
	} catch {
		return undefined;
	}
}
