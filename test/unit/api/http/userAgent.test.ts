import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { USER_AGENT, userAgentFrom } from '../../../../nodes/AdobeTarget/api/http/userAgent';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

test('the node names itself with the version of its package', () => {
	expect(USER_AGENT).toBe(`n8n-nodes-adobe-target/${version}`);
	expect(USER_AGENT).toMatch(/^[\w-]+\/\d+\.\d+\.\d+\S*$/);
});

test('the compiled node finds it where the package is installed', () => {
	const folder = mkdtempSync(join(tmpdir(), 'user-agent-'));
	try {
		const installed = join(folder, 'node_modules/n8n-nodes-adobe-target');
		const compiled = join(installed, 'dist/nodes/AdobeTarget/api/http');
		mkdirSync(compiled, { recursive: true });
		writeFileSync(join(folder, 'package.json'), '{"name":"other","version":"9.9.9"}');
		writeFileSync(join(installed, 'package.json'), '{"name":"n8n-nodes-adobe-target","version":"1.2.3"}');
		expect(userAgentFrom(compiled)).toBe('n8n-nodes-adobe-target/1.2.3');
		rmSync(join(installed, 'package.json'));
		expect(userAgentFrom(compiled)).toBe('n8n-nodes-adobe-target');
	} finally {
		rmSync(folder, { recursive: true });
	}
});
