import { InvalidProfile } from '../invalidProfile';
import { attributeName } from './attributeName';
import { DEEPEST_LEVEL, tooDeep, unreadableField } from './unreadableField';

/** What becomes of objects and lists: their parts as attributes of their own, their JSON text, or nothing. */
export type NestedValues = 'flatten' | 'json' | 'omit';

/**
 * What an item's attributes are handed to, one by one; also those whose value is empty, which are not to be sent: Target
 * ignores them, and they never clear an attribute (bulk profile API page). A field that is not there has none.
 */
export type TakeAttribute = (name: string, value: string) => void;

/** No more of an item is read than four times what Target keeps: to read a huge one to its end would hold n8n up. */
const MOST_CHARACTERS = 256_000;

/**
 * Turns the fields of one item into attributes. Whatever the item is, nothing but InvalidProfile comes of its fields,
 * and no more of it is read than a profile can hold.
 */
export class ItemReading {
	/** The field that is being read, for messages; empty before the first. */
	field = '';

	/** How many characters are left to be read, names and values. */
	private left = MOST_CHARACTERS;

	/** Whether what is thrown comes from who takes the attributes. */
	private isTaking = false;

	/** @param excluded names of fields, or of parts of flattened ones, that are no attributes */
	constructor(
		private readonly nestedValues: NestedValues,
		private readonly take: TakeAttribute,
		private readonly excluded?: ReadonlySet<string>,
	) {}

	/** Hands an attribute over. */
	hand(attribute: string, text: string): void {
		this.spend(attribute.length + text.length);
		this.isTaking = true;
		this.take(attribute, text);
		this.isTaking = false;
	}

	/** Takes a field of the item; names are checked before values, so that a nameless one shows on every item. */
	takeField(name: string, value: unknown): void {
		this.field = name;
		this.takeValue(name, value, 0);
	}

	/** What was thrown while the item was read, as the reason why it can't be sent. */
	fail(error: unknown): never {
		throw this.isTaking ? error : unreadableField(this.field, error);
	}

	private takeValue(name: string, value: unknown, level: number): void {
		if (this.excluded?.has(name) === true) return;
		const attribute = attributeName(name);
		if (value === undefined) return;
		const plain = plainValue(value);
		if (typeof plain === 'string') this.hand(attribute, plain);
		else if (this.nestedValues === 'json') this.hand(attribute, this.jsonText(name, plain));
		else if (this.nestedValues === 'omit') return;
		else if (Array.isArray(plain)) this.hand(attribute, this.listText(name, plain));
		else this.takeParts(name, plain, level);
	}

	private takeParts(name: string, parts: object, level: number): void {
		if (level === DEEPEST_LEVEL) throw tooDeep(this.field);
		for (const key in parts) {
			if (!Object.hasOwn(parts, key)) continue;
			// An object without values is handed to nobody, and may be there a million times.
			this.spend(1);
			this.takeValue(`${name}.${key}`, Reflect.get(parts, key), level + 1);
		}
	}

	/**
	 * A list of plain values becomes one text with commas, so that a later, shorter list replaces it whole (an attribute
	 * per place would leave the old tail behind, as nothing clears an attribute). A list with objects in it becomes JSON.
	 */
	private listText(name: string, list: readonly unknown[]): string {
		const texts: string[] = [];
		let left = this.left;
		for (const entry of list) {
			const plain = plainValue(entry);
			if (typeof plain !== 'string') return this.jsonText(name, list);
			left -= plain.length + 1;
			if (left < 0) throw this.tooLong();
			texts.push(plain);
		}
		return texts.join(',');
	}

	/** The JSON text of a field, or of a part of one, without the parts that are excluded. */
	private jsonText(name: string, value: object): string {
		let { left } = this;
		const names = new Map<unknown, string>();
		const partOf = (holder: unknown, key: string, part: unknown): unknown => {
			if (typeof part === 'bigint') throw this.bigInteger();
			left -= key.length + (typeof part === 'string' ? part.length : 1);
			if (left < 0) throw this.tooLong();
			const before = names.get(holder);
			const partName = before === undefined ? name : `${before}.${key}`;
			if (this.excluded?.has(partName) === true) return undefined;
			if (typeof part === 'object') names.set(part, partName);
			return part;
		};
		// Undefined where a toJSON gives nothing.
		const text: unknown = JSON.stringify(value, function (this: unknown, key, part: unknown) {
			return partOf(this, key, part);
		});
		return typeof text === 'string' ? text : '';
	}

	private spend(characters: number): void {
		this.left -= characters;
		if (this.left < 0) throw this.tooLong();
	}

	private tooLong(): InvalidProfile {
		return new InvalidProfile(
			`The attributes of this item have more than ${MOST_CHARACTERS} characters, names included`,
			'Target keeps at most 64 KB per visitor. Send fewer or shorter attributes: name those that are to be sent, or exclude the large ones.',
		);
	}

	private bigInteger(): InvalidProfile {
		return new InvalidProfile(
			`The field "${this.field}" holds a big integer within a list or an object, for which JSON has no form`,
			'Turn it into text before this node.',
		);
	}
}

/** The text of a value that has one, or the object or list that it is. Dates speak for themselves through `toJSON`. */
function plainValue(value: unknown): string | object {
	if (typeof value !== 'object' || value === null) return plainText(value);
	if (!speaksJson(value)) return value;
	const spoken = value.toJSON();
	return typeof spoken === 'object' && spoken !== null ? spoken : plainText(spoken);
}

function plainText(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(value);
		default:
			return '';
	}
}

function speaksJson(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}
