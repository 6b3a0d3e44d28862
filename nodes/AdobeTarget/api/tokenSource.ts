/** Where profile tokens come from that can be had anew: Adobe's Admin API. */
export interface TokenSource {
	/**
	 * The token to send now.
	 *
	 * @throws TargetError when none can be had; the signal's reason once it is aborted
	 */
	current(signal?: AbortSignal): Promise<string>;
	/** When the last token expires, in milliseconds since 1970; undefined before the first. */
	readonly expiresAt: number | undefined;
	/**
	 * Another token than one that Target has refused.
	 *
	 * @throws TargetError when there is none; the signal's reason once it is aborted
	 */
	renewed(refused: string, signal?: AbortSignal): Promise<string>;
}
