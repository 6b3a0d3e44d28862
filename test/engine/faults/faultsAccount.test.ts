import type { INodeExecutionData } from 'n8n-workflow';

import { accountOf } from '../../soak/account';
import type { NodeRunResult } from '../engine';
import { emulatorPerTest } from '../emulatedRun';

const emulator = emulatorPerTest();

const SENT = [0, 1].map((item) => ({
	item: { id: `c${item}`, tier: 'gold' },
	attributes: new Map([['tier', 'gold']]),
}));

const submitted = (item: number): INodeExecutionData => ({ json: { submitted: true }, pairedItem: { item } });
const failed = (item: number, message: string): INodeExecutionData => ({
	json: { error: 'It failed', message },
	pairedItem: [{ item }],
});
const UNKNOWN = 'Whether it took the request is not known.';

function account(success: INodeExecutionData[], error?: NodeRunResult['error']) {
	const parts: Pick<NodeRunResult, 'success' | 'failed' | 'error'> = { success, failed: [], error };
	const holds = SENT.map(({ item }) => emulator().profile('thirdPartyId', item.id));
	return accountOf(parts as NodeRunResult, SENT, holds);
}

test('claims that agree with what is held are counted', () => {
	emulator().putProfile('thirdPartyId', 'c0', { tier: 'gold' });
	expect(account([submitted(0), failed(1, 'Refused.')])).toEqual({ claimed: 1, failed: 1, heldThough: 0 });
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	expect(account([submitted(0), failed(1, UNKNOWN)])).toEqual({ claimed: 1, failed: 1, heldThough: 1 });
});

test.each<[what: string, held: Record<string, string>, success: INodeExecutionData[], problem: string]>([
	['claimed but not held', {}, [submitted(0), failed(1, '')], 'Item 0 (c0) is held as {}'],
	['held with another value', { tier: 'Gold' }, [submitted(0), failed(1, '')], 'is held as {"tier":"Gold"}'],
	[
		'held with one value more',
		{ tier: 'gold', city: 'Köln' },
		[submitted(0), failed(1, '')],
		'is held as {"tier":"gold","city":"Köln"}',
	],
	['half held though it failed', { city: 'Köln' }, [failed(0, UNKNOWN), failed(1, '')], 'is held as'],
	[
		'held though it is said to be refused',
		{ tier: 'gold' },
		[failed(0, 'No.'), failed(1, '')],
		'the node says',
	],
	['missing in the output', { tier: 'gold' }, [submitted(0)], 'Item 1 is not in the output.'],
	['twice in the output', { tier: 'gold' }, [submitted(0), submitted(0)], 'Item 0 is in the output twice.'],
	['neither submitted nor failed', {}, [{ json: {}, pairedItem: 0 }], 'neither that it was submitted'],
	['linked to no input', {}, [{ json: { submitted: true } }], 'An output is linked to no input.'],
])('an item that is %s is found', (_, held, success, problem) => {
	emulator().putProfile('thirdPartyId', 'c0', held);
	expect(() => account(success)).toThrow(problem);
});

test('a run that stopped is no run that claims', () => {
	const error = { message: 'It stopped', description: 'Because.' } as NonNullable<NodeRunResult['error']>;
	expect(() => account([submitted(0), submitted(1)], error)).toThrow('The run stopped: It stopped Because.');
});
