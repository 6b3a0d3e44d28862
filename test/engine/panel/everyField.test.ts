import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	NodeParameterValueType,
} from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { startEmulator } from '../../emulator';
import { credentialFor } from '../emulatedRun';
import { runNode } from '../engine';
import { BULK_UPDATE_PROFILES } from './everyFieldBulk';
import type { FieldCase, OperationCases } from './everyFieldCase';
import { GET_BULK_UPDATE_STATUS, GET_PROFILE, OPERATION } from './everyFieldGet';
import { UPDATE_PROFILE } from './everyFieldUpdate';
import { fieldsIn, withField } from './panelFields';
import type { FoundField } from './panelFields';
import { notPlain } from '../operations/plainOutput';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const CASES: Readonly<Record<string, OperationCases>> = {
	updateProfile: UPDATE_PROFILE,
	bulkUpdateProfiles: BULK_UPDATE_PROFILES,
	getBulkUpdateStatus: GET_BULK_UPDATE_STATUS,
	getProfile: GET_PROFILE,
};

const [operationField, ...fields] = new AdobeTarget().description.properties as [
	INodeProperties,
	...INodeProperties[],
];

function fieldsOf(operation: string): FoundField[] {
	return fieldsIn(fields.filter((field) => field.displayOptions?.show?.operation?.includes(operation)));
}

/** All values of a field where there are only some. */
function choicesOf({ type, options = [] }: INodeProperties): NodeParameterValueType[] | undefined {
	if (type === 'boolean') return [false, true];
	return type === 'options' ? (options as INodePropertyOptions[]).map(({ value }) => value) : undefined;
}

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

let emulators = 0;

/** What is seen with a value, or without one where the field is left alone. */
async function seenWith(
	common: OperationCases,
	{ field, variants = [{}], before, see, ...one }: FieldCase,
	...values: NodeParameterValueType[]
): Promise<unknown> {
	const seen: unknown[] = [];
	for (const variant of variants) {
		const given = { ...common.parameters, ...one.parameters, ...variant };
		const emulator = await startEmulator({ clientCode: `every-field-${++emulators}`, ...one.emulator });
		try {
			common.before?.(emulator);
			before?.(emulator);
			const began = clock.now();
			const result = await runNode({
				items: [{}],
				...common,
				...one,
				parameters: values.reduce<INodeParameters>((all, value) => withField(all, field, value), given),
				credential: credentialFor(emulator),
			});
			expect(notPlain(result)).toEqual([]);
			seen.push(see({ ...result, emulator, elapsedMs: clock.now() - began }));
		} catch (error) {
			// n8n does not even begin a run whose required fields are empty.
			seen.push(error instanceof Error ? error.message : error);
		} finally {
			await emulator.close();
		}
	}
	return variants.length > 1 ? seen : seen[0];
}

/** One after the other, as they share a clock; or side by side. */
async function inTurn<Run>(
	runs: readonly Run[],
	atOnce = false,
	work: (run: Run) => Promise<unknown>,
): Promise<unknown[]> {
	if (atOnce) return await Promise.all(runs.map(work));
	const results = [];
	for (const run of runs) results.push(await work(run));
	return results;
}

/** Each value of a field shows something that no other shows; left alone, the field is as its default. */
function testField(cases: OperationCases, one: FieldCase, property: INodeProperties): void {
	test(`${one.field} makes a difference with each of its values`, async () => {
		const byDefault = JSON.stringify(property.default);
		const values = one.shows.map(([value]) => value);
		expect(sorted(values)).toContain(byDefault);
		expect(values.length).toBeGreaterThan(1);
		expect(sorted(values)).toEqual(sorted(choicesOf(property) ?? values));

		const leftAlone = one.shows.filter(([value]) => JSON.stringify(value) === byDefault);
		const runs = [
			...one.shows.map(([value, expected]) => ({ given: [value], expected })),
			...leftAlone.map(([, expected]) => ({ given: [], expected })),
		];
		const seen = await inTurn(runs, one.atOnce, ({ given }) => seenWith(cases, one, ...given));
		expect(runs.map(({ given }, run) => [given, seen[run]])).toEqual(
			runs.map(({ given, expected }) => [given, expected]),
		);
		expect(new Set(sorted(seen)).size).toBe(values.length);
	});
}

test('every operation has its cases', () => {
	expect(sorted(Object.keys(CASES))).toEqual(sorted(choicesOf(operationField) ?? []));
});

testField({ fields: [] }, OPERATION, operationField);

describe.each(Object.entries(CASES))('%s', (operation, cases) => {
	const found = new Map(fieldsOf(operation));

	test('every field has its case', () => {
		expect(sorted(cases.fields.map(({ field }) => field))).toEqual(sorted([...found.keys()]));
	});

	for (const one of cases.fields) {
		const property = found.get(one.field);
		if (property !== undefined) testField(cases, one, property);
	}
});
