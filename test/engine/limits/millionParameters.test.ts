import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { plainParameter } from '../../../nodes/AdobeTarget/operations/shared/plainExpression';
import { credentialFor, emulatorPerTest } from '../emulatedRun';
import { runNode } from '../engine';
import { HOSTILE_TEXTS, WHOLE_TEXTS } from './hostileTexts';
import { holdOf, ownHold, slowTexts } from './longestHold';
import { fieldsIn, shownBy, withField } from '../panel/panelFields';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const emulator = emulatorPerTest({ clock: virtualClock.clock.now, callsPerMinute: Infinity });

/** Every operation runs with these. */
const RUNS: INodeParameters = {
	profileId: 'c1',
	attributes: { assignments: [{ id: 'a', name: 'tier', type: 'string', value: 'gold' }] },
	idField: 'id',
	batch: 'batch-7',
	fields: 'tier',
	attributeMapping: { values: [{ attribute: 'level', field: 'tier' }] },
	options: { maxRetries: 0 },
};

const PROPERTIES = new AdobeTarget().description.properties;

/** Every field and option, with what shows it. */
const FIELDS = PROPERTIES.flatMap((top) =>
	fieldsIn([top]).map(([path, field]) => {
		const shown = { ...shownBy(top), ...shownBy(field) };
		return { path, field, shown, where: JSON.stringify(shown) };
	}),
);

/** A text as the value of a field, as the panel has it. */
function valuesOf({ type, requiresDataPath }: INodeProperties, text: string): NodeParameterValueType[] {
	if (type === 'assignmentCollection') {
		return [
			{ assignments: [{ id: 'a', name: text, type: 'string', value: 'gold' }] },
			{ assignments: [{ id: 'a', name: 'tier', type: 'string', value: text }] },
		];
	}
	const values = [text, ...(requiresDataPath ? [[text]] : [])];
	return type === 'resourceLocator' ? values.map((value) => ({ __rl: true, mode: 'name', value })) : values;
}

/** The value of a field as an expression that gives the text. */
function expressionsOf({ type }: INodeProperties): NodeParameterValueType[] {
	const value = '={{ $json.big }}';
	if (type === 'resourceLocator') return [{ __rl: true, mode: 'name', value }];
	if (type !== 'assignmentCollection') return [value];
	return [{ assignments: [{ id: 'a', name: value, type: 'string', value }] }, value];
}

test.each(FIELDS)(
	'a million characters in $path leave the event loop free ($where)',
	async ({ path, field, shown }) => {
		const runWith = async (text: string, values: readonly NodeParameterValueType[]) => {
			let longest = 0;
			for (const value of values) {
				const hold = await ownHold(() =>
					runNode({
						parameters: withField({ ...RUNS, ...shown }, path, value),
						items: [{ id: 'c1', tier: 'gold', big: text }],
						files: [{ data: { content: Buffer.from('id,tier\nc1,gold'), fileName: 'customers.csv' } }],
						credential: credentialFor(emulator()),
						onError: 'continueRegularOutput',
					}).catch(() => undefined),
				);
				longest = Math.max(longest, hold);
			}
			return longest;
		};
		// A number, a switch or a choice is compared, and no more.
		const isText = ['string', 'assignmentCollection', 'resourceLocator'].includes(field.type);
		const texts = isText ? HOSTILE_TEXTS : WHOLE_TEXTS;
		expect(await slowTexts(texts, (text) => runWith(text, valuesOf(field, text)))).toEqual([]);
		// What the node is given is the same then.
		expect(await slowTexts(WHOLE_TEXTS, (text) => runWith(text, expressionsOf(field)))).toEqual([]);
	},
);

test('an expression of a million characters leaves the event loop free', async () => {
	const read = (raw: string) => holdOf(() => Promise.resolve(plainParameter(raw)));
	const around = (begin: string, end: string) =>
		HOSTILE_TEXTS.map(([what, text]) => [what, begin + text + end] as const);
	const texts = [
		...around('={{ ', ' }}'),
		...around('={{ $json', ' }}'),
		...around('={{ $json.a', ''),
		...around('={{ $json["', '"] }}'),
		...around('={{ $json["', ''),
		['steps', `={{ $json${'.a'.repeat(500_000)} }}`] as const,
		['steps in brackets', `={{ $json${'["a"]'.repeat(200_000)} }}`] as const,
		['steps without an end', `={{ $json${'[ "a" ]'.repeat(140_000)}`] as const,
	];
	expect(await slowTexts(texts, read)).toEqual([]);
});
