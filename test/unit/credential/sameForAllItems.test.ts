import { injectDomainRestrictionFields, NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { sameForAllItems } from '../../../nodes/AdobeTarget/credential/sameForAllItems';

const type = new AdobeTargetApi();
const properties = injectDomainRestrictionFields(type);

/** What n8n hands on of a credential before it evaluates expressions. */
function shownOf(credential: INodeParameters): INodeParameters {
	const shown = NodeHelpers.getNodeParameters(properties, credential, true, false, null, null);
	if (shown === null) throw new Error('n8n gives nothing of the credential');
	return shown;
}

/** The fields that may say which account it is, or where requests may go. */
const FIELDS = properties
	.filter(({ name, type: kind }: INodeProperties) => kind !== 'hidden' && name !== 'allowInHttpRequest')
	.map(({ name }) => name);

/** Expressions that may come to something else for another item. */
const OF_AN_ITEM = [
	'={{ $json.brand }}',
	'=demo-{{ $json["brand"] }}',
	'={{$json.brand}}',
	'={{ $input.item.json.brand }}',
	'={{ $item(0).$json.brand }}',
	'={{ $items()[$itemIndex].json.brand }}',
	'={{ ["a", "b"][$itemIndex] }}',
	'={{ $("Other Node").item.json.brand }}',
	"={{ $('Other Node').item.json.brand }}",
	'={{ $ ("Other Node").item.json.brand }}',
	'={{ $\n("Other Node").item.json.brand }}',
	'={{ $/* the */("Other Node").item.json.brand }}',
	'={{ $.call(null, "Other Node").item.json.brand }}',
	'={{ [$][0]("Other Node").item.json.brand }}',
	'={{ ((node) => node("Other Node").item.json.brand)($) }}',
	'={{ $node["Other Node"].json.brand }}',
	'={{ $binary.data.fileName }}',
	'={{ $data.brand }}',
	'={{ $runIndex }}',
	'={{ $position }}',
	'={{ $parameter.profileId }}',
	'={{ $rawParameter.profileId }}',
	'={{ $prevNode.outputIndex }}',
	'={{ $self.brand }}',
	'={{ $getPairedItem("Other Node", $prevNode, 0).json.brand }}',
	'={{ $fromAI("brand") }}',
	'={{ $fromai("brand") }}',
	'={{ $tool.parameters.brand }}',
	'={{ $evaluateExpression("{{ 1 }}") }}',
	'={{ $jmespath(this.items, "brand") }}',
	'={{ this["$" + "json"].brand }}',
	"={{ this['$' + 'json'].brand }}",
	'={{ this[`${"$"}json`].brand }}',
	'={{ \\u0024json.brand }}',
	'={{ this["\\x24json"].brand }}',
	'={{ $vars.codes[$json.brand] }}',
	'={{ $secrets.vault[$json.brand] }}',
];

/** What is the same for all items. */
const OF_ALL = [
	'democlient',
	'',
	'{{ $json.brand }}',
	'=democlient',
	'={{ "democlient" }}',
	'={{ $vars.clientCode }}',
	'={{$vars["client code"]}}',
	'={{ $secrets.vault.clientCode }}',
	'={{ $env.CLIENT_CODE }}',
	'={{ `${$vars.brand}-${$env.STAGE}` }}',
	'={{ $execution.mode === "test" ? "a" : "b" }}',
];

describe.each(FIELDS)('where %s holds an expression', (field) => {
	test.each(OF_AN_ITEM)(
		'of the item, the credential is not said to be the same for all: %s',
		(expression) => {
			expect(shownOf({ clientCode: 'democlient', [field]: expression })).not.toHaveProperty(
				'sameForAllItems',
			);
		},
	);
});

test.each(OF_ALL.filter((text) => !text.startsWith('{{')))(
	'a credential that no item changes is the same for all: %j',
	(text) => {
		for (const field of FIELDS) {
			expect(shownOf({ clientCode: 'democlient', [field]: text }).sameForAllItems).toBe(true);
		}
	},
);

test('a text that is no expression is read for each item where it looks like one, which is slow and right', () => {
	expect(shownOf({ clientCode: 'democlient', profileToken: '{{ $json.brand }}' })).not.toHaveProperty(
		'sameForAllItems',
	);
});

test('switches, numbers, and fields that are not there, change nothing', () => {
	for (const credential of [
		{},
		{ customEndpoints: true },
		{ clientCode: 'democlient', callsPerMinute: 25 },
		{ clientCode: 'democlient', callsPerMinute: 50 },
		{ customEndpoints: false, edgeUrl: 'https://example.com' },
	]) {
		expect(shownOf(credential).sameForAllItems).toBe(true);
	}
});

describe('in an n8n that fails where it is asked what a switch has in it', () => {
	const field = sameForAllItems(false);
	const isThere = (credential: INodeParameters): boolean =>
		NodeHelpers.displayParameter(credential, field, null, null);

	test('nothing is asked but how a text begins', () => {
		const conditions = Object.values(field.displayOptions?.hide ?? {}).flat();
		expect(conditions).toHaveLength(FIELDS.length);
		expect(new Set(conditions.map((condition) => JSON.stringify(condition)))).toEqual(
			new Set([JSON.stringify({ _cnd: { between: { from: '=', to: '=\uffff' } } })]),
		);
	});

	test.each(FIELDS)('every expression in %s may be of the item', (name) => {
		for (const expression of [...OF_AN_ITEM, ...OF_ALL.filter((text) => text.startsWith('='))]) {
			expect(isThere({ [name]: expression })).toBe(false);
		}
	});

	test.each(FIELDS)('what is no expression in %s is the same for all', (name) => {
		for (const value of ['democlient', '', '{{ $json.brand }}', '<', '>', true, false, undefined]) {
			expect(isThere({ [name]: value })).toBe(true);
		}
	});
});

test('a value that was saved for it counts for nothing beside an expression of the item', () => {
	const saved = shownOf({ clientCode: '={{ $json.brand }}', sameForAllItems: true });
	expect(saved).not.toHaveProperty('sameForAllItems');
});

test('it is not saved: it has its default', () => {
	const given = { ...shownOf({ clientCode: 'democlient' }) };
	expect(NodeHelpers.getNodeParameters(properties, given, false, false, null, null)).toEqual({
		clientCode: 'democlient',
	});
});
