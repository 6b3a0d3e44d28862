/** The rows of a run have so many different attributes that data must have become their names. */
export class TooManyAttributes extends Error {
	constructor(
		message: string,
		readonly advice = '',
	) {
		super(message);
		this.name = 'TooManyAttributes';
	}
}
