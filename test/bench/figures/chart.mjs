import * as echarts from 'echarts';

/**
 * Draws how long each contender took as an SVG: bars on a logarithmic scale, the shortest first.
 *
 * @param {string} title
 * @param {ReadonlyArray<{ name: string, microseconds: number, ours: boolean }>} bars microseconds for each profile
 * @returns {string}
 */
export function drawBars(title, bars) {
	// The first of a category axis stands at the bottom.
	const sorted = [...bars].sort((a, b) => b.microseconds - a.microseconds);
	const chart = echarts.init(null, null, {
		renderer: 'svg',
		ssr: true,
		width: 760,
		height: 70 + 36 * bars.length,
	});
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		title: { text: title, left: 12, top: 10, textStyle: { fontSize: 14, color: '#222' } },
		grid: { left: 12, right: 90, top: 44, bottom: 8, containLabel: true },
		xAxis: { type: 'log', min: 0.1, axisLabel: { show: false }, splitLine: { show: false } },
		yAxis: {
			type: 'category',
			data: sorted.map(({ name }) => name),
			axisTick: { show: false },
			axisLine: { show: false },
			axisLabel: { color: '#222', fontSize: 12 },
		},
		series: [
			{
				type: 'bar',
				barWidth: 20,
				data: sorted.map(({ microseconds, ours }) => ({
					value: microseconds,
					itemStyle: { color: ours ? '#3b3f8f' : '#b9bccb' },
				})),
				label: {
					show: true,
					position: 'right',
					color: '#222',
					formatter: ({ value }) => `${Number(value.toPrecision(3)).toLocaleString('en')} µs`,
				},
			},
		],
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
