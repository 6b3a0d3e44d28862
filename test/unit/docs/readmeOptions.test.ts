import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

/** What the README lists as the options of an operation. */
function listed(operation: string): string[] {
	const [, section = ''] = README.split(`### ${operation}\n`);
	const [, list = ''] = /^- \*\*Options\*\*: (.*)\.$/m.exec(section) ?? [];
	return list.split(', ');
}

/** What the panel offers as options of an operation, each label once. */
function offered(operation: string): string[] {
	const { properties } = new AdobeTarget().description;
	const options = properties.filter(
		({ name, displayOptions }) => name === 'options' && displayOptions?.show?.operation?.includes(operation),
	);
	const labels = options.flatMap(({ options: entries = [] }) =>
		(entries as INodeProperties[]).map(({ displayName }) => displayName),
	);
	return [...new Set(labels)].sort();
}

test.each([
	['Update Profile', 'updateProfile'],
	['Bulk Update Profiles', 'bulkUpdateProfiles'],
])('the README lists the options of %s as the panel has them', (title, operation) => {
	expect(offered(operation).length).toBeGreaterThan(5);
	expect(listed(title)).toEqual(offered(operation));
});
