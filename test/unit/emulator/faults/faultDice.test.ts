import {
	ECHO_ENCODINGS,
	startEmulator,
	XML_VARIANTS,
	type CannedAnswer,
	type Fault,
} from '../../../emulator';
import {
	FAULT_KINDS,
	FaultDice,
	type FaultKind,
	type FaultsByChance,
} from '../../../emulator/faults/faultDice';
import { post } from '../withEmulator';

type Drawn = CannedAnswer | Fault | undefined;

function drawn(count: number, options: Partial<FaultsByChance>): Drawn[] {
	const dice = new FaultDice({ seed: 1, rate: 1, ...options });
	return Array.from({ length: count }, () => dice.forRequest());
}

const kindOf = (fault: Drawn) =>
	fault === undefined ? 'none' : 'fault' in fault ? fault.fault : String(fault.status);

test('the same seed gives the same faults, and another seed others', () => {
	const faults = drawn(200, { seed: 7, rate: 0.5 });
	expect(drawn(200, { seed: 7, rate: 0.5 })).toEqual(faults);
	expect(drawn(200, { seed: 8, rate: 0.5 })).not.toEqual(faults);
});

test.each([0, 0.05, 0.5, 1])('a share of %d of the requests meets a fault', (rate) => {
	// Without those that come several in a row.
	const kinds: FaultKind[] = ['latency', 'reset'];
	const met = drawn(20_000, { rate, kinds }).filter((fault) => fault !== undefined);
	expect(Math.abs(met.length / 20_000 - rate)).toBeLessThan(0.01);
});

test('every kind is drawn, at every stage', () => {
	const faults = drawn(5_000, {});
	const kinds = new Set(faults.map(kindOf));
	const named = FAULT_KINDS.filter((kind) => kind !== 'passingStatus' && kind !== 'refusal');
	for (const kind of [...named, '400', '404', '408', '429', '500', '503', '504'])
		expect(kinds).toContain(kind);
	const stages = new Set(
		faults.flatMap((fault) => (fault && 'at' in fault && fault.fault !== 'echoToken' ? [fault.at] : [])),
	);
	expect([...stages].sort()).toEqual([
		'halfBody',
		'halfHead',
		'headRead',
		'partRead',
		'processed',
		'requestRead',
	]);
});

test('a token is echoed in every encoding, and a right answer rewritten in every way', () => {
	const faults = drawn(5_000, { kinds: ['echoToken', 'xmlVariant'] });
	const seen = new Set(faults.flatMap((fault) => (fault && 'as' in fault ? [fault.as] : [])));
	expect([...seen].sort()).toEqual([...ECHO_ENCODINGS, ...XML_VARIANTS].sort());
	const refusals = drawn(500, { kinds: ['refusal'] });
	const places = [...faults, ...refusals].flatMap((fault) => {
		return fault && 'fault' in fault && fault.fault === 'echoToken' ? [fault.at] : [];
	});
	expect(new Set(places)).toEqual(new Set(['answer', 'page', 'refusal']));
	// A client that has got a right answer believes it.
	const claims = faults.filter((fault) => fault && 'at' in fault && fault.at === 'answer');
	for (const claim of claims) expect(claim).not.toHaveProperty('processed');
});

test('only the kinds asked for are drawn, as often as they are listed', () => {
	const faults = drawn(4_000, { kinds: ['latency', 'stall', 'latency', 'latency'] }).map(kindOf);
	expect(new Set(faults)).toEqual(new Set(['latency', 'stall']));
	expect(Math.abs(faults.filter((kind) => kind === 'stall').length - 1_000)).toBeLessThan(100);
});

test('a status that passes may come several times in a row, and says when to come back', () => {
	const faults = drawn(1_000, { kinds: ['passingStatus'], rate: 0.2 });
	const runs = faults
		.map(kindOf)
		.join(' ')
		.split('none')
		.filter((run) => run.trim() !== '');
	expect(runs.some((run) => /(\d{3}) \1 \1/.test(run))).toBe(true);
	for (const fault of faults) {
		if (fault === undefined || !('status' in fault)) continue;
		expect(fault.status === 429 || fault.status === 503).toBe(fault.headers?.['retry-after'] === '1');
	}
});

test('a connection meets only breaks, before anything is read', () => {
	const dice = new FaultDice({ seed: 1, rate: 1, kinds: ['latency', 'reset', 'stall'] });
	const faults = Array.from({ length: 100 }, () => dice.forConnection());
	expect(new Set(faults.map(kindOf))).toEqual(new Set(['reset', 'stall']));
	for (const fault of faults) expect(fault).toMatchObject({ at: 'connected' });
	const without = new FaultDice({ seed: 1, rate: 1, kinds: ['latency'] });
	expect(without.forConnection()).toBeUndefined();
});

test('an emulator meets its clients with these faults, and counts them', async () => {
	const emulator = await startEmulator({ faults: { seed: 3, rate: 0.3, kinds: ['refusal', 'latency'] } });
	try {
		const answers: string[] = [];
		for (let call = 0; call < 60; call++) {
			const { status, text } = await post(emulator, 'profile/update', 'mboxPC=1&profile.a=x');
			answers.push(status === 200 && text.includes('<success>true') ? 'taken' : 'refused');
		}
		const refused = answers.filter((answer) => answer === 'refused').length;
		expect(refused).toBeGreaterThan(3);
		expect(emulator.counts.faults).toBeGreaterThan(refused);
		expect(emulator.counts.singleUpdates).toBe(60 - refused);
	} finally {
		await emulator.close();
	}
});
