import { AdobeTargetApi } from '../../../credentials/AdobeTargetApi.credentials';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { PACKAGE_NAME } from '../../n8n/server/installNode';
import { ATTRIBUTE_NAMES, type Started } from '../trial';

const NODE = `${PACKAGE_NAME}.adobeTarget`;

/** What n8n has to know of the node for its panels. */
export function checkPanel(started: Started): void {
	const { description } = new AdobeTarget();
	const namesOf = (properties: ReadonlyArray<{ name: string }> = []): string[] =>
		properties.map(({ name }) => name);

	it('loads the node, and has all of its operations and fields in the panel', async () => {
		const types = await started().n8n.rest.nodeTypes();
		const served = types.find(({ name }) => name === NODE);
		expect(namesOf(served?.properties)).toEqual(expect.arrayContaining(namesOf(description.properties)));
		const operations = served?.properties.find(({ name }) => name === 'operation');
		expect(operations?.options).toHaveLength(4);
	});

	it('offers the node as a tool of an agent', async () => {
		expect(namesOf(await started().n8n.rest.nodeTypes())).toContain(`${NODE}Tool`);
	});

	it('has all fields of the credential', async () => {
		const types = await started().n8n.rest.credentialTypes();
		const served = types.find(({ name }) => name === 'adobeTargetApi');
		const fields = namesOf(new AdobeTargetApi().properties);
		expect(namesOf(served?.properties)).toEqual(expect.arrayContaining(fields));
	});

	it('lists the attribute names that Target knows', async () => {
		const { n8n, signingIn } = started();
		const { id, name } = await n8n.rest.createCredential(signingIn);
		const { results } = await n8n.rest.listOf({
			path: 'parameters.attributeMapping.values[0].attribute',
			methodName: 'getAttributeNames',
			nodeTypeAndVersion: { name: NODE, version: 1 },
			currentNodeParameters: { operation: 'bulkUpdateProfiles', attributesMode: 'define' },
			credentials: { adobeTargetApi: { id, name } },
		});
		expect(namesOf(results)).toEqual([...ATTRIBUTE_NAMES].sort());
	});
}
