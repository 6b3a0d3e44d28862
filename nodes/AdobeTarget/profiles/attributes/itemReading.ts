import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import type { Findings } from '../findings';
import { attributeName } from './attributeName';
import type { ExcludedNames } from './excludedNames';
import { trimmedName } from '../trimmedName';
import { FILE, isRounded, NoText, plainValue, spokenValue } from '../plainValue';
import type { Plain } from '../plainValue';
import { DEEPEST_LEVEL, tooDeep, unreadableField } from '../fields/unreadableField';
import { shown } from '../../shown';

/** What becomes of objects and lists: their parts as attributes of their own, their JSON text, or nothing. */
export type NestedValues = 'flatten' | 'json' | 'omit';

/**
 * Takes the attributes of an item, one by one. It also gets those whose value is empty, and must not send them: Target
 * ignores empty values, and they never clear an attribute (bulk profile API page). A field that is not there gives none.
 */
export type TakeAttribute = (name: string, value: string) => void;

/** No more of an item is read than four times what Target keeps: to read a huge one to its end would hold n8n up. */
export const MOST_CHARACTERS = 256_000;

/** Between the entries of a list: a comma may end its cell in a batch, and senders that are known to work join with it. */
const LIST_SEPARATOR = '|';

/** What an object counts for beside its parts, each of which counts for one: it takes longer, and has brackets. */
const OBJECT_CHARACTERS = 7;

/**
 * Turns the fields of one item into attributes. Whatever the item is, nothing but InvalidProfile comes of its fields,
 * and no more of it is read than a profile can hold.
 */
export class ItemReading {
	/** The field that is being read, for messages; empty before the first. */
	field = '';

	/** Whether an attribute may have the name of another's field: it was trimmed, or a `profile.` was taken off it. */
	isRenamed = false;

	/** Whether a field has a name as parts of flattened objects have it. */
	hasDots = false;

	/** Whether an object was flattened. */
	private hasParts = false;

	/** How many characters are left to be read, names and values. */
	private left = MOST_CHARACTERS;

	/** Whether what is thrown comes from who takes the attributes. */
	private isTaking = false;

	/**
	 * @param findings takes up what is found in the values
	 * @param excluded names of parts of fields that are no attributes, such as "address.city" and "tags.0"
	 */
	constructor(
		private readonly nestedValues: NestedValues,
		private readonly take: TakeAttribute,
		private readonly findings: Findings,
		private readonly excluded?: ExcludedNames,
	) {}

	/** Hands an attribute over. */
	hand(attribute: string, text: string): void {
		this.spend(attribute.length + text.length);
		this.isTaking = true;
		this.take(attribute, text);
		this.isTaking = false;
	}

	/** Whether two fields may have given the same attribute, by their names. */
	get mayHaveTwoFields(): boolean {
		return this.isRenamed || (this.hasDots && this.hasParts);
	}

	/**
	 * Takes a field of the item; names are checked before values, so that a nameless one shows on every item.
	 *
	 * @param field what it is called where it differs from the name
	 */
	takeField(name: string, value: unknown, field = name): void {
		this.field = field;
		// Before the names of its parts are made of it.
		this.takeOne(trimmedName(name), value, 0);
	}

	/** What was thrown while the item was read, as the reason why it can't be sent. */
	fail(error: unknown): never {
		throw this.isTaking ? error : unreadableField(this.field, error);
	}

	/** What comes to no attribute takes its time as well: an object without values may be there a million times. */
	private takeOne(name: string, value: unknown, level: number): void {
		const { left } = this;
		this.takeValue(name, value, level);
		if (this.left === left) this.spend(name.length + 1);
	}

	private takeValue(name: string, value: unknown, level: number): void {
		if (this.excluded?.has(name) === true) return;
		const attribute = attributeName(name);
		if (value === undefined) return;
		const plain = this.withText(name, plainValue(value));
		if (isRounded(value)) this.findings.add('roundedNumber');
		if (typeof plain === 'string') this.hand(attribute, plain);
		else if (typeof plain === 'symbol') this.findings.add('file');
		else if (this.nestedValues === 'json') this.handIfAny(attribute, this.jsonText(name, plain));
		else if (this.nestedValues === 'omit') return;
		else if (Array.isArray(plain)) this.handIfAny(attribute, this.listText(name, plain));
		else this.takeParts(name, plain, level);
	}

	/** Hands over a text that is not there where a list or an object held nothing but files. */
	private handIfAny(attribute: string, text: string | undefined): void {
		if (text !== undefined) this.hand(attribute, text);
	}

	private takeParts(name: string, parts: object, level: number): void {
		if (level === DEEPEST_LEVEL) throw tooDeep(this.field);
		this.hasParts = true;
		// Its parts lose the "profile." that their names begin with.
		if (name === 'profile') this.isRenamed = true;
		for (const key in parts) {
			if (!Object.hasOwn(parts, key)) continue;
			const part = trimmedName(key);
			if (part !== key || part.includes('.')) this.isRenamed = true;
			this.takeOne(`${name}.${part}`, Reflect.get(parts, key), level + 1);
		}
	}

	/**
	 * A list of plain values becomes one text, so that a later, shorter list replaces it whole (an attribute
	 * per place would leave the old tail behind, as nothing clears an attribute). A list with objects in it becomes JSON.
	 */
	private listText(name: string, list: readonly unknown[]): string | undefined {
		const texts: string[] = [];
		let { left } = this;
		let files = 0;
		let rounded = 0;
		for (const [place, entry] of list.entries()) {
			if (this.excluded?.has(`${name}.${place}`) === true) continue;
			const plain = this.withText(name, plainValue(entry));
			if (typeof plain === 'object') return this.jsonText(name, list);
			// Many files have as many parts as a long list of texts.
			left -= (typeof plain === 'string' ? plain.length : 0) + 1;
			if (left < 0) throw this.tooLong();
			if (typeof plain === 'symbol') files++;
			else texts.push(plain);
			if (isRounded(entry)) rounded++;
		}
		this.foundIn(files, rounded);
		if (texts.some((text) => text.includes(LIST_SEPARATOR))) this.findings.add('barInList');
		return files > 0 && texts.length === 0 ? undefined : texts.join(LIST_SEPARATOR);
	}

	/** The JSON text of a field, or of a part of one, without files and the parts that are excluded. */
	private jsonText(name: string, value: object): string | undefined {
		let { left } = this;
		const found = { files: 0, rounded: 0, values: 0 };
		const names = new Map<unknown, string>();
		const partOf = (holder: unknown, key: string, part: unknown): unknown => {
			if (typeof part === 'bigint') throw this.bigInteger();
			const isObject = typeof part === 'object' && part !== null;
			left -= key.length + (typeof part === 'string' ? part.length : isObject ? OBJECT_CHARACTERS : 1);
			if (left < 0) throw this.tooLong();
			const before = names.get(holder);
			const partName = before === undefined ? name : `${before}.${trimmedName(key)}`;
			if (this.excluded?.has(partName) === true) return undefined;
			const plain: unknown = isObject ? this.withText(partName, spokenValue(part)) : part;
			if (plain === FILE) found.files++;
			else if (typeof plain === 'object' && plain !== null) names.set(plain, partName);
			else if (plain !== undefined) found.values++;
			if (isRounded(plain)) found.rounded++;
			return plain === FILE ? undefined : plain;
		};
		// Undefined where a toJSON gives nothing.
		const text: unknown = JSON.stringify(value, function (this: unknown, key, part: unknown) {
			return partOf(this, key, part);
		});
		this.foundIn(found.files, found.rounded);
		if (found.files > 0 && found.values === 0) return undefined;
		return typeof text === 'string' ? text : '';
	}

	/** @throws InvalidProfile where the value of a field, or of a part of one, has no text */
	private withText(name: string, plain: Plain): Exclude<Plain, NoText> {
		if (!(plain instanceof NoText)) return plain;
		throw new InvalidProfile(...say(MESSAGES.noText, { field: shown(name), kind: shown(plain.kind) }));
	}

	private foundIn(files: number, rounded: number): void {
		if (files > 0) this.findings.add('file', files);
		if (rounded > 0) this.findings.add('roundedNumber', rounded);
	}

	private spend(characters: number): void {
		this.left -= characters;
		if (this.left < 0) throw this.tooLong();
	}

	private tooLong(): InvalidProfile {
		return new InvalidProfile(...say(MESSAGES.itemTooLong, { most: MOST_CHARACTERS }));
	}

	private bigInteger(): InvalidProfile {
		return new InvalidProfile(...say(MESSAGES.bigInteger, { field: shown(this.field) }));
	}
}
