/** A request that Adobe would refuse or misread. The message says why, for the test that reads it. */
export class Refusal extends Error {}
