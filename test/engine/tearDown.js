'use strict';

const { rmSync } = require('node:fs');

/** Removes the folder that environment.js made. */
module.exports = () => {
	rmSync(process.env.N8N_USER_FOLDER, { recursive: true, force: true });
};
