/** The rows of a run have so many different attributes that something else must have become their names. */
export class TooManyAttributes extends Error {
	readonly advice =
		'As a rule the names hold data, such as an order number or a date. Name the attributes that are to be sent (Attributes to Send), leave such fields out (Exclude Fields), or send each object as one JSON text (Nested Values).';

	constructor(message: string) {
		super(message);
		this.name = 'TooManyAttributes';
	}
}
