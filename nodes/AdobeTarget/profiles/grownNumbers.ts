/** A longer list that begins with the same numbers: at least twice as long, so that growing stays cheap. */
export function grownNumbers(numbers: Int32Array, atLeast = 0): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(Math.max(numbers.length * 2, atLeast));
	larger.set(numbers);
	return larger;
}
