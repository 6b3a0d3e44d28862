'use strict';

const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, parallel, series, src, watch } = require('gulp');

const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts', 'tsconfig.json'];

/** Removes what a build makes. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

/** Checks the types and compiles nodes and credentials into dist; a type error fails the build. */
async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	try {
		await promisify(execFile)(process.execPath, [tsc, '--project', 'tsconfig.json', '--pretty', 'false']);
	} catch (error) {
		throw new Error(`TypeScript found errors:\n${error.stdout || error.message}`, { cause: error });
	}
}

/** Copies icons, codex files and output schemas beside the compiled node. */
function assets() {
	// Without `encoding: false` gulp reads pictures as text and corrupts them.
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
}

const build = series(clean, parallel(compile, assets));

/** Builds, then again whenever a source or an asset changes. */
function watchSources() {
	watch(SOURCES, compile);
	watch(ASSETS, assets);
}

module.exports = { build, clean, watch: series(build, watchSources), default: build };
