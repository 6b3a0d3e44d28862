import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

/** Prints, as JSON, what n8n's scanner says of a checkout and of a package that was unpacked, in this order. */
const [checkout, unpacked] = process.argv.slice(2);
const reports = [
	await analyzePackage(checkout, SOURCE_FILE_PATTERNS),
	// The patterns of the scanner for what it downloads from the registry.
	await analyzePackage(unpacked, ['**/*.js', 'package.json']),
];
console.log(JSON.stringify(reports.map(({ details, message }) => details ?? message ?? '')));
