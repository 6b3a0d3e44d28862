import type { IDataObject } from 'n8n-workflow';

import { emulatorPerTest, runBulk } from '../emulatedRun';

const emulator = emulatorPerTest();

const options = { rowsPerBatch: 1, concurrency: 1, duplicateIds: 'keep' };

const customers = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));

/** Target takes so many batches, as demo-1, demo-2 and so on. */
function take(batches: number): void {
	for (let batch = 1; batch <= batches; batch++) {
		const status = `http://mboxedge45.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=demo-${batch}`;
		const body = `<response><success>true</success><batchStatus>${status}</batchStatus><message>Batch submitted for processing</message></response>`;
		emulator().answerNext({ status: 200, body });
	}
}

const names = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `demo-${from + index}`).join(', ');

test.each([
	[0, undefined],
	[1, 'Submitted as: demo-1.'],
	[2, 'Submitted as: demo-1, demo-2.'],
	[20, `Submitted as: ${names(1, 20)}.`],
	[23, `Submitted as: ${names(1, 20)}, and 3 more.`],
])('the error of a run that stops after %i batches names them', async (taken, words) => {
	take(taken);
	emulator().answerNext({ status: 400 });
	const { error, success } = await runBulk(emulator(), customers(taken + 2), { options });
	expect(error?.message).toContain('was not submitted: Target refused the request');
	expect(error?.description).toContain(`${taken} of ${taken + 2} profiles, in ${taken} batch`);
	if (words === undefined) expect(error?.description).not.toContain('Submitted as');
	else expect(error?.description).toContain(words);
	expect(success).toEqual([]);
});

test('a run that ends because merging made a profile too large names the batches that were submitted', async () => {
	take(1);
	const part = (name: string) => ({ id: 'c1', [name]: 'x'.repeat(40_000) });
	const { error } = await runBulk(emulator(), [part('a'), part('b'), { id: 'c2', tier: 'gold' }]);
	expect(error?.message).toBe('2 items could not be sent');
	expect(error?.description).toContain('Submitted as: demo-1.');
});
