'use strict';

const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const OF_PACKAGES = /[\\/]node_modules[\\/]/;

/** What Node.js imports by itself, with what it has loaded before. */
const IMPORTS = { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };

/** What was compiled of the project's own modules: each test file runs them anew, and V8 keeps what it has made fast. */
const compiled = new Map();

/**
 * Loads the project's own modules anew for each test file, as Jest does, and each package once for all files of a worker,
 * as Node.js does: n8n's engine takes more than a second.
 */
module.exports = class extends Runtime {
	constructor(...given) {
		super(...given);
		const { executor } = this;
		// Jest compiles for a realm of the file's own; there is none (see oneRealm.js).
		executor.compile = (source, filename) => {
			const known = compiled.get(filename);
			if (known?.source === source) return known.module;
			const module = compileFunction(source, executor.injectedModuleParameters, { filename, ...IMPORTS });
			compiled.set(filename, { source, module });
			return module;
		};
	}

	requireModule(from, name, options, isActual) {
		const isOwn = name === undefined || this._resolution.isCoreModule(name) || options?.isInternalModule;
		const file = isOwn ? undefined : this._resolution.resolveCjs(from, name);
		return file !== undefined && OF_PACKAGES.test(file)
			? require(file)
			: super.requireModule(from, name, options, isActual);
	}
};
