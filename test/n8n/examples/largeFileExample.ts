import { LARGE_FILE, nodeOf, readExample } from './examples';
import type { N8nWithNode } from '../server/n8nWithNode';
import type { SavedWorkflow } from '../server/rest';
import { handOutByWebhook } from './sharesExample';

/** Gives the example its credentials and the file's address, and publishes it. */
export async function publishLargeFile(n8n: N8nWithNode, fileUrl: string): Promise<SavedWorkflow> {
	const workflow = readExample(LARGE_FILE.file, n8n.credential);
	await handOutByWebhook(n8n, workflow, LARGE_FILE);
	nodeOf(workflow, LARGE_FILE.download).parameters.url = fileUrl;
	const saved = await n8n.rest.createWorkflow(workflow);
	await n8n.rest.publish(saved);
	return saved;
}
