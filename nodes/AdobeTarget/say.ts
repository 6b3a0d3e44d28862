/**
 * What a person reads where something went wrong, or is to be known. Names in braces, such as `{host}`, are placeholders.
 * A room lists its messages in its `messages.ts`; each has its entry in docs/troubleshooting.md.
 */
interface Message {
	/** What happened. */
	readonly text: string;
	/** What to do about it. */
	readonly advice?: string;
}

/** A message about a number of things: `text` has a `{count}`, `one` is what stands for it where there is one. */
export interface CountedMessage extends Message {
	readonly one: string;
}

/** The messages of a room, each by a name that the code has for it. */
export type Messages = Readonly<Record<string, Message | CountedMessage>>;

/** A message with its placeholders filled. */
export type Words = readonly [text: string, advice: string];

/** The names of a text's placeholders: `'host'` for `'{host} did not answer'`. An expression of n8n's, `{{ $json.id }}`, is none. */
type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
	? NamesIn<Rest> | (Name extends `${string} ${string}` ? never : Name)
	: never;

/** What fills these placeholders: an object with exactly their names, and nothing where there are none. */
type Filling<Name extends string> = [Name] extends [never]
	? []
	: [values: Readonly<Record<Name, string | number>>];

/** The same for a text. One that the compiler does not know letter by letter may have any placeholders, so it can't be filled. */
type FillingOf<Text extends string, Known = never> = string extends Text
	? [never]
	: Filling<Exclude<NamesIn<Text>, Known>>;

type TextsOf<Said extends Message> = Said extends { readonly advice: infer Advice extends string }
	? Said['text'] | Advice
	: Said['text'];

/** A message in words: what an error is made with. */
export function say<const Said extends Message>(
	{ text, advice = '' }: Said,
	...[values]: FillingOf<TextsOf<Said>>
): Words {
	return [filled(text, values), filled(advice, values)];
}

/** A message about a number of things in words. */
export function sayCount<const Said extends CountedMessage>(
	{ text, one, advice = '' }: Said,
	count: number,
	...[values]: FillingOf<TextsOf<Said> | Said['one'], 'count'>
): Words {
	const all = { ...values, count: count.toLocaleString('en') };
	return [filled(count === 1 ? one : text, all), filled(advice, all)];
}

/** A text by itself in words. */
export function fill<const Text extends string>(text: Text, ...[values]: FillingOf<Text>): string {
	return filled(text, values);
}

/** Filled in one go: what stands for a placeholder may have braces of its own. */
function filled(text: string, values: Readonly<Record<string, string | number>> = {}): string {
	return text.replace(/\{([^{} ]+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
