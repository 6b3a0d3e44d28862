'use strict';

const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** n8n-core reads these when it is loaded: a folder of its own, no log, and a key that protects nothing. */
module.exports = () => {
	process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'adobe-target-engine-'));
	process.env.N8N_ENCRYPTION_KEY = 'sample-encryption-key';
	process.env.N8N_LOG_LEVEL = 'silent';
};
