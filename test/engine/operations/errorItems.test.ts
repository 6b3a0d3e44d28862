import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Readable } from 'node:stream';

import { BinaryDataService } from 'n8n-core';

import type { Emulator } from '../../emulator';
import { credentialFor, emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRun, NodeRunResult } from '../engine';
import { ERROR_OUTPUT_RULES } from '../errorOutputRules';
import { notPlain } from './plainOutput';

const emulator = emulatorPerTest();

afterEach(() => {
	jest.restoreAllMocks();
});

type Rest = Partial<Omit<NodeRun, 'parameters' | 'items'>>;

/** A way in which the node comes to give error items. */
interface Way {
	readonly what: string;
	readonly run: (emulator: Emulator, rest: Rest) => Promise<NodeRunResult>;
	/** How many error items it gives. */
	readonly errors: number;
	/** What their texts have. */
	readonly says: RegExp;
}

const ITEMS: readonly IDataObject[] = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c1', tier: 'silver' },
];
const CSV = 'id,tier\nc0,gold\nc1,silver\n';
const BAD_CREDENTIAL: ICredentialDataDecryptedObject = { clientCode: 'a b', authentication: 'none' };
/** n8n's words for it stand without any description. */
const THROWS = '={{ $json.id.missing( }}';

const OPERATIONS = {
	updateProfile: (parameters: IDataObject, rest: Rest, items = ITEMS) =>
		runUpdate(emulator(), items, parameters as NodeRun['parameters'], rest),
	bulkUpdateProfiles: (parameters: IDataObject, rest: Rest, items = ITEMS) =>
		runBulk(emulator(), items, parameters as NodeRun['parameters'], rest),
	getProfile: (parameters: IDataObject, rest: Rest, items = ITEMS) =>
		runOther({ operation: 'getProfile', profileId: '={{ $json.id }}', ...parameters }, rest, items),
	getBulkUpdateStatus: (parameters: IDataObject, rest: Rest, items = ITEMS) =>
		runOther({ operation: 'getBulkUpdateStatus', batch: '={{ $json.id }}', ...parameters }, rest, items),
};

async function runOther(parameters: IDataObject, rest: Rest, items: readonly IDataObject[]) {
	return await runNode({
		parameters: parameters as NodeRun['parameters'],
		items,
		credential: credentialFor(emulator()),
		...rest,
	});
}

const eachOperation = Object.entries(OPERATIONS);

function brokenSecondReading(): void {
	let readings = 0;
	jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
		const isFirst = ++readings === 1;
		return Promise.resolve(
			Readable.from(
				(function* () {
					yield Buffer.from(CSV);
					yield Buffer.from('\n');
					if (!isFirst) throw new Error('The storage is gone');
				})(),
			),
		);
	});
}

const WAYS: readonly Way[] = [
	...eachOperation.flatMap(([operation, run]): Way[] => [
		{
			what: `${operation}: a credential that can’t be right`,
			run: (_, rest) => run({}, { ...rest, credential: BAD_CREDENTIAL }),
			errors: 2,
			says: /client code/,
		},
		{
			what: `${operation}: a refused request`,
			run: async (target, rest) => {
				target.answerNext({ status: 400 }, 2);
				return await run({ options: { concurrency: 1, rowsPerBatch: 1 } }, rest);
			},
			errors: 2,
			says: /Target refused the request/,
		},
		{
			what: `${operation}: an expression that n8n can’t evaluate`,
			run: (_, rest) => run({ profileId: THROWS, batch: THROWS, idField: THROWS }, rest),
			errors: 2,
			says: /invalid syntax/,
		},
		{
			what: `${operation}: an operation that is not known`,
			run: (_, rest) => run({ operation: 'deleteProfile' }, rest),
			errors: 2,
			says: /is not known/,
		},
	]),
	{
		what: 'updateProfile: an item that can’t be sent',
		run: (_, rest) => OPERATIONS.updateProfile({}, rest, [{ tier: 'gold' }, ...ITEMS]),
		errors: 1,
		says: /ID is missing/,
	},
	{
		what: 'updateProfile: an item that can’t be previewed',
		run: (_, rest) =>
			OPERATIONS.updateProfile({ options: { previewOnly: true } }, rest, [{ tier: 'gold' }, ...ITEMS]),
		errors: 1,
		says: /ID is missing/,
	},
	{
		what: 'updateProfile: an option out of its range',
		run: (_, rest) => OPERATIONS.updateProfile({ options: { concurrency: 'many' } }, rest),
		errors: 2,
		says: /must be a number/,
	},
	{
		what: 'getProfile: a profile that is not there',
		run: (_, rest) => OPERATIONS.getProfile({}, rest),
		errors: 2,
		says: /no profile/,
	},
	{
		what: 'getBulkUpdateStatus: no batch',
		run: (_, rest) => OPERATIONS.getBulkUpdateStatus({ batch: '={{ "" }}' }, rest),
		errors: 2,
		says: /no batch/,
	},
	{
		what: 'bulkUpdateProfiles: an invalid item, and others that are not sent for it',
		run: (_, rest) => OPERATIONS.bulkUpdateProfiles({}, rest, [{ tier: 'gold' }, ...ITEMS]),
		errors: 3,
		says: /no field|Nothing was sent/,
	},
	{
		what: 'bulkUpdateProfiles: skipped rows, more than are named',
		run: (_, rest) =>
			OPERATIONS.bulkUpdateProfiles({ options: { invalidRows: 'skip' } }, rest, [
				...Array.from({ length: 10_001 }, () => ({ tier: 'gold' })),
				...ITEMS,
			]),
		errors: 10_001,
		says: /no field|more item can’t be sent/,
	},
	{
		what: 'bulkUpdateProfiles: more items than carry the error of the run',
		run: (_, rest) =>
			OPERATIONS.bulkUpdateProfiles(
				{ options: { duplicateIds: 'stop' } },
				rest,
				Array.from({ length: 10_002 }, () => ({ id: 'c0', tier: 'gold' })),
			),
		errors: 10_001,
		says: /have an ID that an earlier item has/,
	},
	{
		what: 'bulkUpdateProfiles: a batch with more items than have an error of their own',
		run: (target, rest) => {
			target.answerNext({ status: 400 });
			const items = Array.from({ length: 10_002 }, (_, item) => ({ id: `c${item}`, tier: 'gold' }));
			return OPERATIONS.bulkUpdateProfiles({}, rest, items);
		},
		errors: 10_001,
		says: /not submitted: Target refused/,
	},
	{
		what: 'bulkUpdateProfiles: a batch of a file that is refused',
		run: (target, rest) => {
			target.answerNext({ status: 400 });
			return runFile(target, CSV, {}, rest);
		},
		errors: 1,
		says: /lines 2 to 3\) was not submitted.*Its IDs are \\"c0\\", \\"c1\\"\./,
	},
	{
		what: 'bulkUpdateProfiles: no values',
		run: (_, rest) => OPERATIONS.bulkUpdateProfiles({}, rest, [{ id: 'c0', tier: '' }]),
		errors: 1,
		says: /value for any attribute/,
	},
	{
		what: 'bulkUpdateProfiles: a row of a file that can’t be sent',
		run: (target, rest) => runFile(target, `${CSV},bronze\n`, { options: { invalidRows: 'skip' } }, rest),
		errors: 1,
		says: /"Line 4: /,
	},
	{
		what: 'bulkUpdateProfiles: a file that can’t be read',
		run: (target, rest) => runFile(target, 'PK\u0003\u0004', {}, rest),
		errors: 1,
		says: /ZIP/,
	},
	{
		what: 'bulkUpdateProfiles: no such file',
		run: (target, rest) => runFile(target, CSV, { binaryPropertyName: 'other' }, rest),
		errors: 1,
		says: /Item 0 has no file/,
	},
	{
		what: 'bulkUpdateProfiles: a file that can’t be read a second time',
		run: (target, rest) => {
			brokenSecondReading();
			return runFile(target, CSV, {}, { ...rest, binaryMode: 'storage' });
		},
		errors: 1,
		says: /could not be read to be sent/,
	},
];

function errorsOf(items: readonly INodeExecutionData[]): INodeExecutionData[] {
	return items.filter(({ json }) => json.error !== undefined);
}

describe.each(WAYS)('$what', ({ run, errors, says }) => {
	test.each(ERROR_OUTPUT_RULES)('n8n $versions takes each error item for one', async ({ takesForError }) => {
		const { success, error } = await run(emulator(), { onError: 'continueRegularOutput' });
		expect(error).toBeUndefined();
		const items = errorsOf(success);
		expect(items).toHaveLength(errors);
		expect(items.filter((item) => !takesForError(item))).toEqual([]);
		const isSaid = ({ json }: (typeof items)[number]) =>
			typeof json.error === 'string' && /\p{Letter}{3}/u.test(json.error) && says.test(JSON.stringify(json));
		expect(items.filter((item) => !isSaid(item))).toEqual([]);
	});

	test('the n8n at hand sends each to the error output', async () => {
		const result = await run(emulator(), { onError: 'continueErrorOutput' });
		const { success, failed, error } = result;
		expect(error).toBeUndefined();
		expect(notPlain(result)).toEqual([]);
		expect(failed).toHaveLength(errors);
		expect(errorsOf(success)).toEqual([]);
	});
});

test('an error without advice is an item of nothing but the error', async () => {
	const { success } = await OPERATIONS.updateProfile(
		{ operation: 'deleteProfile' },
		{ onError: 'continueRegularOutput' },
	);
	expect(success.map(({ json }) => json)).toEqual(
		ITEMS.map(() => ({ error: 'The operation "deleteProfile" is not known' })),
	);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', ''])(
	'an operation "%s" is not known, and never a success without items',
	async (operation) => {
		const { success, error } = await OPERATIONS.updateProfile({ operation }, {});
		expect(error?.message).toBe(`The operation "${operation}" is not known`);
		expect(success).toEqual([]);
	},
);
