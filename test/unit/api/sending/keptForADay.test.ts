import * as virtualClock from '../../../clock/virtualClock';
import { KeptForADay } from '../../../../nodes/AdobeTarget/api/sending/keptForADay';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;
const HOUR_MS = 60 * 60 * 1_000;

/** Counts how often it is looked at. */
class Counted {
	static looks = 0;

	private used = clock.now();

	get usedAt(): number {
		Counted.looks++;
		return this.used;
	}

	set usedAt(now: number) {
		this.used = now;
	}
}

test('whoever asks for one looks at no more of them, however many others are kept', () => {
	const kept = new KeptForADay(() => new Counted());
	for (let index = 0; index < 10_000; index++) kept.get(`account ${index}`);
	Counted.looks = 0;
	kept.get('account 7');
	kept.get('another');
	expect(Counted.looks).toBeLessThan(10);
});

test('what was not used for a day is forgotten, and nothing else', async () => {
	let made = 0;
	const kept = new KeptForADay(() => ({ usedAt: clock.now(), number: ++made }));
	const atWork = kept.get('at work');
	kept.get('asked for again');
	kept.get('unused');
	await clock.sleep(20 * HOUR_MS);
	kept.get('asked for again');
	await clock.sleep(5 * HOUR_MS);
	atWork.usedAt = clock.now();
	expect(kept.get('another').number).toBe(4);
	expect(kept.get('at work').number).toBe(1);
	expect(kept.get('asked for again').number).toBe(2);
	expect(kept.get('unused').number).toBe(5);
});
