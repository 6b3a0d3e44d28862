import { readFileSync, writeFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** What a process has used so far. */
export interface ProcessUsage {
	/** Seconds of processor time, user and system. */
	readonly cpuSeconds: number;
	/** Megabytes resident now, and at most since the peak was last forgotten. */
	readonly residentMb: number;
	readonly peakMb: number;
}

/** Reads what Linux says about a process. */
export function processUsage(pid: number): ProcessUsage {
	const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
	const fields = afterName.split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_000;
	return {
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
		residentMb: megabytes('VmRSS'),
		peakMb: megabytes('VmHWM'),
	};
}

/** Lets the peak of a process begin anew from what it has now. */
export function forgetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
