import { giveUp } from '../install/failure.mjs';
import { runJest } from './jest.mjs';
import { prepare } from './prepare.mjs';

/** `npm run test:n8n`: installs what the tests need and hands them the packed node. Arguments go to Jest. */
await runJest({ folder: 'n8n', prepare, args: process.argv.slice(2) }).catch(giveUp);
