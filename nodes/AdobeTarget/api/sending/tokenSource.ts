/** Where profile tokens come from that can be had anew: Adobe's Admin API. */
export interface TokenSource {
	/** The token that would be sent now, where nobody has to be asked for it; never the refused one. */
	known(refused?: string): string | undefined;
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
	/**
	 * Waits a while with a token that Target has refused and that was made moments ago: it may not be taken yet.
	 *
	 * @returns whether it is to be tried again; false at once where it is no such token
	 * @throws the signal's reason once it is aborted
	 */
	ripened(refused: string, signal?: AbortSignal): Promise<boolean>;
}
