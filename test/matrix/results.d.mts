export interface Result {
	readonly n8n: string;
	readonly node: string;
	readonly environment?: Readonly<Record<string, string>>;
	readonly date: string;
	readonly passed: readonly string[];
	readonly failed: readonly string[];
	readonly notRun: readonly string[];
}
export declare function readResults(): Result[];
export declare function tableIn(results: readonly Result[]): string;
