/** The body of an answer, put together as it comes: in pieces of a byte, each piece kept would be a hundred times its size. */
export class AnswerBody {
	/** How many bytes have come. */
	length = 0;

	/** What has come, with room for more behind it. */
	private bytes: Buffer = Buffer.alloc(0);

	add(piece: Buffer): void {
		const length = this.length + piece.length;
		if (this.length === 0) {
			this.bytes = piece;
		} else {
			if (length > this.bytes.length) {
				const larger = Buffer.allocUnsafeSlow(2 * length);
				this.bytes.copy(larger, 0, 0, this.length);
				this.bytes = larger;
			}
			piece.copy(this.bytes, this.length);
		}
		this.length = length;
	}

	text(): string {
		return this.bytes.toString('utf8', 0, this.length);
	}
}
