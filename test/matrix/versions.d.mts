export interface Tried {
	readonly n8n: string;
	readonly node: string;
	readonly environment?: Readonly<Record<string, string>>;
}
export declare const NEWEST: string;
export declare const OLDEST: Tried;
export declare const TRIALS: readonly Tried[];
export declare function chosenTrials(versions: readonly string[], node?: string): Tried[];
