import { joinedName, namesOf } from './fieldPath';
import type { FieldPath } from './fieldPath';
import { ItemFields } from './itemFields';
import { unreadableField } from './unreadableField';

/** What an item of n8n's Webhook node has beside the body; the caller's secrets are among the headers. */
const PARTS_OF_REQUEST = ['webhookUrl', 'executionMode', 'headers', 'params', 'query'];

/** The field that holds what was sent to the webhook. */
export const BODY = 'body';

/** The parts of the request that are no fields; the last is there where the webhook asks for a JSON Web Token. */
const NO_FIELDS: ReadonlySet<string> = new Set([...PARTS_OF_REQUEST, 'jwtPayload']);

/** Whether an item has all that one of n8n's Webhook node has. @throws InvalidProfile when it can't be read */
export function isWebhookItem(json: object): boolean {
	try {
		return PARTS_OF_REQUEST.every((name) => Object.hasOwn(json, name)) && Object.hasOwn(json, BODY);
	} catch (error) {
		throw unreadableField('', error);
	}
}

/**
 * Where all fields of an item are meant, those that an item of the Webhook node has: the ones of its body by their own
 * names, and what other nodes have added. The request's other parts are none.
 *
 * @param take is handed each with its name, and with what to call it in a message
 */
export function eachFieldOfWebhook(
	json: Readonly<Record<string, unknown>>,
	take: (name: string, value: unknown, said: string) => void,
): void {
	const { [BODY]: body, ...others } = json;
	for (const name of Object.keys(others)) {
		if (!NO_FIELDS.has(name)) take(name, others[name], name);
	}
	eachNamedInWebhook([BODY], body, take);
}

/**
 * A field of an item of the Webhook node that is named by its path: one within the body has the name that it has there,
 * the body itself is all of its fields.
 *
 * @param take as of {@link eachFieldOfWebhook}
 */
export function eachNamedInWebhook(
	keys: readonly string[],
	value: unknown,
	take: (name: string, value: unknown, said: string) => void,
): void {
	const [first, ...within] = keys;
	const said = joinedName(keys);
	if (first === BODY && within.length > 0) take(joinedName(within), value, said);
	else if (first !== BODY || !isObject(value)) take(said, value, said);
	else for (const name of Object.keys(value)) take(name, Reflect.get(value, name), `${BODY}.${name}`);
}

/** The names that keep a field of the body from being sent: `email` and `body.email` both do. */
export function namesInWebhook(paths: readonly FieldPath[]): string[] {
	const names = paths.flatMap(namesOf);
	const within = names.filter((name) => name.startsWith(`${BODY}.`));
	return [...names, ...within.map((name) => name.slice(BODY.length + 1))];
}

/** What looks for names in an item, made to look in the body of one of the Webhook node too. */
export function lookerInBody(lookAt: (item: ItemFields) => void): (item: ItemFields) => void {
	return (item) => {
		const { json } = item;
		lookAt(item);
		try {
			if (!isWebhookItem(json)) return;
			const body: unknown = Reflect.get(json, BODY);
			if (isObject(body)) lookAt(new ItemFields(body));
		} catch {
			// An item that can't be read is an error of its own.
		}
	};
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
