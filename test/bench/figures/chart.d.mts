/** See chart.mjs, which is plain JavaScript as its library is installed for the benchmark alone. */
export function drawBars(
	title: string,
	bars: ReadonlyArray<{ readonly name: string; readonly microseconds: number; readonly ours: boolean }>,
): string;
