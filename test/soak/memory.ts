const LOOK_MS = 200;
const SECONDS = 60;

/** Growth beyond this is a leak. */
const MOST_GROWTH = 1.1;

/** Watches how much memory the process has resident, and keeps the peak of each second. */
export class MemoryWatch {
	private readonly started = performance.now();

	private readonly peaks: number[] = [];

	private readonly timer = setInterval(() => {
		this.look();
	}, LOOK_MS).unref();

	/** Megabytes now. */
	look(): number {
		const megabytes = process.memoryUsage.rss() / 1e6;
		const second = Math.floor((performance.now() - this.started) / 1_000);
		this.peaks[second] = Math.max(this.peaks[second] ?? 0, megabytes);
		return megabytes;
	}

	stop(): void {
		clearInterval(this.timer);
	}

	/** The peaks of the second and of the last minute, in megabytes; undefined where there is no second minute. */
	growth(): { second: number; last: number; leaks: boolean } | undefined {
		if (this.peaks.length < 2 * SECONDS) return undefined;
		const second = peakOf(this.peaks.slice(SECONDS, 2 * SECONDS));
		const last = peakOf(this.peaks.slice(-SECONDS));
		return { second, last, leaks: last > second * MOST_GROWTH };
	}
}

/** A second in which nobody could look has no peak. */
function peakOf(peaks: ReadonlyArray<number | undefined>): number {
	return Math.max(...peaks.map((peak) => peak ?? 0));
}
