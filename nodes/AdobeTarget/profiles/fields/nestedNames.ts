/** How deep within fields names are looked for. */
export const DEEPEST_NAMED = 10;

/** The most fields of one item, those within fields included, whose names are looked at. */
export const MOST_OF_ITEM = 1_000;

/** Whether an object has been made by no class, wherever it was made. */
export function isPlainObject(value: unknown): value is object {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
