/**
 * The memory that batch files are written into. What a batch is done with is used again, so that a run takes no more
 * than its batches under way need, however long it is.
 */
export class BatchMemory {
	private readonly spare: Buffer[] = [];

	/** @param bytes how large a batch will likely be; one that grows beyond it is moved to larger memory */
	constructor(private readonly bytes: number) {}

	take(atLeast: number): Buffer {
		const buffer = this.spare.pop();
		return buffer !== undefined && buffer.length >= atLeast
			? buffer
			: Buffer.allocUnsafeSlow(this.bytes + atLeast);
	}

	giveBack(buffer: Buffer): void {
		this.spare.push(buffer);
	}
}
