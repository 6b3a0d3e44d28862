import { readRetryAfter } from '../../../../nodes/AdobeTarget/api/sending/retryAfter';
import { clock } from '../../../../nodes/AdobeTarget/api/clock';

const NOW = Date.UTC(2026, 0, 1, 12);

beforeEach(() => {
	jest.spyOn(clock, 'today').mockReturnValue(NOW);
});

afterEach(() => {
	jest.restoreAllMocks();
});

test.each([
	[undefined, undefined],
	['', undefined],
	['soon', undefined],
	['-3', undefined],
	['1.5', undefined],
	['7 s', undefined],
	['a 7', undefined],
	['x Thu, 01 Jan 2026 12:00:30 GMT', undefined],
	['0', undefined],
	['000', undefined],
	['7', 7_000],
	[' 120 ', 120_000],
	['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
	[' Thu, 01 Jan 2026 12:00:30 GMT ', 30_000],
	['Thursday, 01-Jan-26 12:00:30 GMT', 30_000],
	['Thu, 01 Jan 2026 12:00:00 GMT', undefined],
	['Thu, 01 Jan 2026 11:59:00 GMT', undefined],
	['Thu Jan  1 12:00:30 2026', 30_000],
	['May 5', undefined],
	['Soon 7', undefined],
	['Thu, nonsense', undefined],
	['Thu, 01 Jan 275760 00:00:00 GMT', 86_400_000],
	['Thu, 01 Jan 999999 00:00:00 GMT', undefined],
	['86401', 86_400_000],
	['9'.repeat(400), 86_400_000],
])('Retry-After %j asks to wait %j milliseconds', (header, milliseconds) => {
	expect(readRetryAfter(header)).toBe(milliseconds);
});
