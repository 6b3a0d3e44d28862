/** No-break and zero-width spaces, joiners, byte order marks: nobody sees them at the ends of a name. */
const UNSEEN = new Set(
	Array.from(
		'\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff',
		(character) => character.charCodeAt(0),
	),
);

/**
 * The name of a field, a column or an attribute without what nobody sees around it. Takes as long as the name is long.
 */
export function trimmedName(name: string): string {
	let start = 0;
	let end = name.length;
	while (start < end && isUnseen(name, start)) start++;
	while (end > start && isUnseen(name, end - 1)) end--;
	return name.slice(start, end);
}

/** Without a pattern, as each name of each item is looked at, and one may be a million spaces. */
function isUnseen(name: string, at: number): boolean {
	const code = name.charCodeAt(at);
	if (code > 0x20) return code > 0x7e && UNSEEN.has(code);
	return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
