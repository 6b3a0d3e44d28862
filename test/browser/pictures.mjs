import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';

/** `npm run docs:pictures`: runs the tests in the browser, and has them write the pictures of the docs. */
process.env.PICTURES_FOLDER = path.join(ROOT, 'docs', 'pictures');
process.argv.push('test/browser/');
await import('../n8n/test.mjs');
