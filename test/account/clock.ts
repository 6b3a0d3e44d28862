/** Time as the check has it; tests have one of their own, in which nobody waits. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

export const realClock: Clock = {
	now: () => Date.now(),
	sleep: (milliseconds) =>
		new Promise((resolve) => {
			setTimeout(resolve, milliseconds);
		}),
};
