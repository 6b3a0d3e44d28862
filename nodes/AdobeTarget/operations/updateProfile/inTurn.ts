/**
 * Does what concerns the same profile one after the other, in the order in which it is begun. Of two updates that are
 * under way at once, nobody can say which one Target takes last; and one that is sent again would put its older values in
 * place of newer ones.
 */
export class InTurn {
	/** For each profile what was begun last, as long as it is under way. */
	private readonly last = new Map<string, Promise<unknown>>();

	/** @param stopOnError whether nothing is done for a profile after something has failed for it */
	constructor(private readonly stopOnError: boolean) {}

	/** @throws what the work does, or under `stopOnError` what the work before it did */
	async do<Result>(profile: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.last.get(profile);
		const mine = before === undefined ? work() : this.after(before, work);
		this.last.set(profile, mine);
		try {
			return await mine;
		} finally {
			if (this.last.get(profile) === mine) this.last.delete(profile);
		}
	}

	private async after<Result>(before: Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
		await (this.stopOnError ? before : before.catch(() => undefined));
		return await work();
	}
}
