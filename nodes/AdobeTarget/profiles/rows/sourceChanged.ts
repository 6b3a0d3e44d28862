/** The rows are others than they were when they were checked, so they can't be sent by what was found then. */
export class SourceChanged extends Error {
	constructor(options?: ErrorOptions) {
		super('The rows changed between two readings', options);
		this.name = 'SourceChanged';
	}
}
