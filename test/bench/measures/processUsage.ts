import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Seconds of processor time that the processes of a process group have used so far, all their threads together. */
export function cpuSecondsOf(group: number): number {
	let nanoseconds = 0;
	for (const pid of readdirSync('/proc')) {
		if (!/^\d+$/.test(pid) || processGroupOf(pid) !== group) continue;
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			nanoseconds += Number(textOf(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
		}
	}
	return nanoseconds / 1e9;
}

/** Megabytes that a process has resident now, and had at most since its peak was last forgotten. */
export function memoryOf(pid: number): { residentMb: number; peakMb: number } {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_000;
	return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

/** Lets the peak of a process begin anew from what it has now. */
export function forgetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** NaN where the process has ended meanwhile. */
function processGroupOf(pid: string): number {
	// State, parent and process group come after the name, which is in parentheses.
	return Number(textOf(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[2]);
}

/** Empty where the process or thread has ended meanwhile. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
