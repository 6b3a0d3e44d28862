import { NodeHelpers } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

/** The name of the field below. */
export const SAME_FOR_ALL_ITEMS = 'sameForAllItems';

/** The fields that say which account a credential is of, and where requests with it may go; the last two are n8n's. */
const FIELDS = [
	'clientCode',
	'authentication',
	'profileToken',
	'tenantId',
	'clientId',
	'clientSecret',
	'scopes',
	'createToken',
	'callsPerMinute',
	'customEndpoints',
	'edgeUrl',
	'adminUrl',
	'imsUrl',
	'allowedHttpRequestDomains',
	'allowedDomains',
];

/** First letters of variables, but for those of `$env`, `$execution`, `$secrets` and `$vars`, which no item changes. */
const LETTERS = 'abcdfghijklmnopqrtuwxyz';

/** What may stand behind the function `$` or between it and its brackets, or take it as a value. */
const BEHIND_FUNCTION = ' \t\n\r().,:;?[]/\'"`';

/**
 * What an expression contains when it may come to something else for another item. A variable that is not known to be
 * the same for all items counts as one that differs: to count `$now` so only costs time, but to forget a variable would
 * send a profile to the wrong account. `\u0024` and `\x24` are other ways to write `$`.
 */
const OF_AN_ITEM = [
	...Array.from(LETTERS + BEHIND_FUNCTION, (next) => `$${next}`),
	'$eval',
	'$self',
	'\\u',
	'\\x',
];

/** Every expression, in an n8n that can't be asked for more: they all begin with `=`. */
const ANY_EXPRESSION = [{ _cnd: { between: { from: '=', to: '=\uffff' } } }];

/** Whether this n8n can be asked what a field has in it. Older ones (2.0.3) fail where one is a switch, or not there. */
function canBeAskedWhatIsIn(): boolean {
	const property: INodeProperties = {
		displayName: '',
		name: '',
		type: 'hidden',
		default: true,
		displayOptions: { hide: { field: [{ _cnd: { includes: '$' } }] } },
	};
	try {
		return NodeHelpers.displayParameter({ field: true }, property, null, null);
	} catch {
		return false;
	}
}

/**
 * Whether the credential is the same for all items of a run: true, or not there where it may be another for each. The
 * node itself sees only what expressions come to. But n8n decides which fields a credential has before it evaluates
 * their expressions, so the rules of this field can look at the expressions as they are written. It is worth it, because
 * n8n takes some 9 ms to read a credential with an expression: a minute and a half for 10,000 items (n8n 2.41.1).
 *
 * Only `hide` can ask: by `show`, n8n lets every expression pass. No regular expression asks, as n8n bounds their time.
 *
 * @param asksWhatIsIn whether n8n is asked which expressions a field has; where not, each may be of an item
 */
export function sameForAllItems(asksWhatIsIn = canBeAskedWhatIsIn()): INodeProperties {
	const ofAnItem = asksWhatIsIn ? OF_AN_ITEM.map((text) => ({ _cnd: { includes: text } })) : ANY_EXPRESSION;
	return {
		displayName: 'Same for All Items',
		name: SAME_FOR_ALL_ITEMS,
		type: 'hidden',
		default: true,
		displayOptions: { hide: Object.fromEntries(FIELDS.map((field) => [field, ofAnItem])) },
	};
}
