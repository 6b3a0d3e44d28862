/** How those who take part are called. */
export const BARE = 'undici alone';
export const UPDATE = 'Update Profile';
export const HTTP_REQUEST = 'HTTP Request';
export const HTTP_REQUEST_BATCHING = 'HTTP Request, batches of 100';
export const ENCODE_ONLY = 'Encoding alone';
export const BULK = 'Bulk Update Profiles';
export const DEFAULTS = 'Bulk Update Profiles, all options as they are';
export const CURL = 'curl, files ready';
export const CODE = 'Code + HTTP Request';
export const PAPAPARSE = 'papaparse alone';
export const PAPAPARSE_WHOLE = 'papaparse alone, text in memory';
export const KEEP = 'Bulk Update Profiles, Keep';
export const MERGE = 'Bulk Update Profiles, Merge';
export const EXTRACT = 'Extract From File + Code + HTTP Request';
