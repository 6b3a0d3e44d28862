import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = '.github/ISSUE_TEMPLATE';

/** A form as GitHub takes it ("Syntax for issue forms", "Syntax for GitHub's form schema"). */
const form = z.strictObject({
	name: z.string().min(1),
	description: z.string().min(1),
	labels: z.array(z.string()),
	body: z.array(
		z.strictObject({
			type: z.enum(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']),
			id: z
				.string()
				.regex(/^[\w-]+$/)
				.optional(),
			attributes: z.strictObject({
				value: z.string().optional(),
				label: z.string().optional(),
				description: z.string().optional(),
				placeholder: z.string().optional(),
				render: z.string().optional(),
				options: z
					.array(z.union([z.string(), z.strictObject({ label: z.string(), required: z.boolean() })]))
					.optional(),
			}),
			validations: z.strictObject({ required: z.boolean() }).optional(),
		}),
	),
});

const read = (name: string) => parse(readFileSync(path.join(FOLDER, name), 'utf8')) as unknown;

describe.each(['bug.yml', 'question.yml'])('the form %s', (name) => {
	const { body } = form.parse(read(name));
	const fields = body.filter(({ type }) => type !== 'markdown');

	test('has each field once, with a label', () => {
		const ids = fields.map(({ id }) => id);
		expect(ids).not.toContain(undefined);
		expect(new Set(ids).size).toBe(ids.length);
		expect(fields.filter(({ attributes }) => attributes.label === undefined)).toEqual([]);
	});

	test('asks for the versions and the mode of n8n', () => {
		expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['n8n', 'nodejs', 'mode']));
	});

	test('warns first that everybody reads it, and has that confirmed', () => {
		expect(body[0]?.attributes.value).toMatch(/Everybody can read this.*Leave out tokens, client secrets/);
		expect(body.at(-1)?.attributes.options).toEqual([
			expect.objectContaining({
				required: true,
				label: expect.stringContaining('only I or my customers') as string,
			}),
		]);
	});

	test('asks for no secret', () => {
		const asked = fields.flatMap(({ attributes: { label = '', description = '', placeholder = '' } }) => [
			label,
			description,
			placeholder,
		]);
		expect(
			asked.filter((text) => /token|secret|password|api key|client (?:code|id)|tenant/i.test(text)),
		).toEqual([]);
	});
});

test('a bug can’t be reported without the versions that it is about', () => {
	const required = form
		.parse(read('bug.yml'))
		.body.filter(({ validations }) => validations?.required === true);
	expect(required.map(({ id }) => id)).toEqual(
		expect.arrayContaining(['what', 'package', 'n8n', 'nodejs', 'mode']),
	);
});

test('there is no issue without a form', () => {
	expect(read('config.yml')).toEqual({ blank_issues_enabled: false });
});
