import { startEmulator, type EmulatorCounts, type EmulatorOptions } from '../emulator';

/** What a profile holds; undefined where there is none. */
export type Held = ReadonlyMap<string, string> | undefined;

/** An emulated Target as a round of the soak sees it, wherever it runs. All IDs are third-party IDs. */
export interface SoakTarget {
	readonly url: string;
	readonly clientCode: string;
	/** Makes these profiles. */
	put(ids: string[]): Promise<void>;
	/** What these profiles hold, in the same order. */
	held(ids: string[]): Promise<Held[]>;
	counts(): Promise<EmulatorCounts>;
	/** Waits until no request is on its way, nor one that was answered before it was read. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

export type StartTarget = (options: EmulatorOptions) => Promise<SoakTarget>;

/** Starts it on the event loop that the node has, too. */
export const startHere: StartTarget = async (options) => {
	const emulator = await startEmulator(options);
	return {
		url: emulator.url,
		clientCode: emulator.clientCode,
		put(ids) {
			for (const id of ids) emulator.putProfile('thirdPartyId', id);
			return Promise.resolve();
		},
		held: (ids) => Promise.resolve(ids.map((id) => emulator.profile('thirdPartyId', id))),
		counts: () => Promise.resolve(emulator.counts),
		settled: () => emulator.settled(),
		close: () => emulator.close(),
	};
};
