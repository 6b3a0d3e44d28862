import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmptyN8n, type EmptyN8n } from '../n8n/server/n8nWithNode';
import { startPostgres } from '../n8n/server/postgres';
import { Building, enter } from './editor/building';
import { countClicks } from './editor/clicks';
import { createFailedOrders, FAILED_ORDERS, failedOrders } from './failedOrders';
import type { Editor } from './editor/editor';
import { inTheEditor } from './editor/inTheEditor';
import { describeImport } from './importExample';

const seen = inTheEditor(startEmptyN8n);

/**
 * How many presses of the mouse each takes, from an n8n without workflows and credentials to a published workflow. Two
 * of them are the emulator's alone: Custom Endpoints and its address.
 */
const CLICKS = { csv: 18, webhook: 24, postgres: 29 };

/** The attributes that Target has of a customer. */
function held({ emulator }: EmptyN8n, customerId: string): Record<string, string> {
	return Object.fromEntries(emulator.profile('thirdPartyId', customerId) ?? []);
}

/** Begins a walk in an n8n without credentials: one of an earlier walk would be chosen by itself. */
async function beginWalk(
	editor: Editor,
	{ rest }: EmptyN8n,
): Promise<{ building: Building; clicks: () => number }> {
	await rest.deleteCredentials();
	const clicks = await countClicks(editor.page);
	const building = new Building(editor);
	await building.begin();
	return { building, clicks };
}

describe('a marketing person with a CSV file for every night', () => {
	seen('has it sent with few clicks', async (editor, n8n) => {
		const file = path.join(n8n.folder, 'files', 'customers.csv');
		await writeFile(file, 'customer_id,tier,city\ncustomer-1,gold,Lyon\ncustomer-2,silver,Graz\n');
		const { building, clicks } = await beginWalk(editor, n8n);
		const { panel } = building;

		// Every day at midnight, as the trigger proposes.
		await building.take('schedule', 'Schedule Trigger');
		await building.close();
		await building.next();
		await building.take('read file', 'Read/Write Files from Disk');
		await building.action('Read File(s) From Disk');
		await enter(editor.input('fileSelector', panel.root), file);
		await building.close();

		await building.next();
		await building.take('Adobe Target', 'Adobe Target');
		await building.action('Bulk update profiles');
		await building.save(await building.credentialFor(n8n.emulator));
		await editor.choose('source', 'File');
		await enter(editor.input('idField', panel.root), 'customer_id');
		await panel.execute();
		expect(await panel.tableWith('submitted')).toMatchObject([{ rows: '2', status: 'submitted' }]);
		expect(await panel.hints()).toEqual(['2 rows read: 2 profiles submitted in 1 batch.']);
		expect(held(n8n, 'customer-2')).toEqual({ tier: 'silver', city: 'Graz' });

		await building.close();
		await building.publish();
		expect(clicks()).toBe(CLICKS.csv);
	});
});

describe('a developer behind the webhook of a shop', () => {
	seen('has orders sent, and those that fail kept in a table', async (editor, n8n) => {
		n8n.emulator.putProfile('thirdPartyId', 'customer-5');
		await createFailedOrders(n8n.rest);
		const { building, clicks } = await beginWalk(editor, n8n);
		const { panel } = building;

		await building.take('webhook', 'Webhook');
		await editor.choose('httpMethod', 'POST');
		const webhook = `${n8n.server.url}/webhook/${await editor.input('path', panel.root).inputValue()}`;
		await building.close();

		await building.next();
		await building.take('Adobe Target', 'Adobe Target');
		await building.action('Update profile');
		await building.save(await building.credentialFor(n8n.emulator));
		await editor.choose('attributesMode', 'All Input Fields');
		await building.enterExpression(editor.input('profileId', panel.root), '$json.body.customerId');
		await editor.part('tab-settings', panel.root).click();
		await editor.choose('onError', 'Continue (using error output)');
		await building.close();

		await building.next(1);
		await building.take('data table', 'Data table');
		await building.action('Insert row');
		await editor.part('rlc-input', panel.root).click();
		await editor.part('rlc-item').filter({ hasText: FAILED_ORDERS }).click();
		const order = panel.root.locator('[data-parameter-path*="order"] input');
		await building.enterExpression(order, 'JSON.stringify($json.body)');
		await building.close();
		await building.publish();
		expect(clicks()).toBe(CLICKS.webhook);

		const [good, bad] = [{ customerId: 'customer-5', order: { total: 12 } }, { order: { total: 7 } }];
		for (const sent of [good, bad]) {
			const { status } = await fetch(webhook, {
				method: 'POST',
				headers: { 'content-type': 'application/json', authorization: 'Bearer sample-secret' },
				body: JSON.stringify(sent),
			});
			expect(status).toBe(200);
		}
		await n8n.rest.untilIdle();
		expect(held(n8n, 'customer-5')).toEqual({ customerId: 'customer-5', 'order.total': '12' });
		expect(await failedOrders(n8n.rest)).toEqual([bad]);
	});
});

describe('a data engineer with a table of customers', () => {
	seen('has the rows of a query sent, and writes expressions where names are wanted', async (editor, n8n) => {
		const postgres = await startPostgres();
		try {
			await postgres.execute(
				`CREATE TABLE customers (customer_id text, loyalty jsonb);
				INSERT INTO customers VALUES ('customer-3', '{"tier":"gold","points":5}'), ('customer-4', '{"tier":"silver","points":7}')`,
			);
			const { building, clicks } = await beginWalk(editor, n8n);
			const { panel } = building;

			await building.take('schedule', 'Schedule Trigger');
			await building.close();
			await building.next();
			await building.take('postgres', 'Postgres');
			await building.action('Execute a SQL query');
			await panel.root.getByText('Connect to Postgres').click();
			const database = editor.part('editCredential-modal');
			const { host, user, password, port } = postgres.credential.data;
			for (const [name, value] of Object.entries({ host, user, password, port })) {
				await enter(editor.input(name, database), String(value));
			}
			await building.save(database);
			await panel.parameters.locator('.cm-content').click();
			await building.enterCode('SELECT * FROM customers');
			await panel.execute();
			await panel.tableWith('customer-4');
			await building.close();

			await building.next();
			await building.take('Adobe Target', 'Adobe Target');
			await building.action('Bulk update profiles');
			await building.save(await building.credentialFor(n8n.emulator));
			await editor.choose('attributesMode', 'Define Below');
			for (const [place, field] of ['tier', 'points'].entries()) {
				await panel.root.getByText('Add Attribute').click();
				await panel.drag(field, panel.fieldsIn('field').nth(place));
			}
			await building.enterExpression(editor.input('idField', panel.root), '$json.customer_id');
			await panel.execute();
			expect(await panel.tableWith('submitted')).toMatchObject([{ rows: '2', status: 'submitted' }]);
			expect(await panel.hints()).toEqual([
				'ID Field wants a name, so its expression was taken for the name of the field that it reads: "customer_id".',
				'2 items read: 2 profiles submitted in 1 batch.',
			]);
			expect(held(n8n, 'customer-3')).toEqual({ tier: 'gold', points: '5' });

			await building.close();
			await building.publish();
			expect(clicks()).toBe(CLICKS.postgres);
		} finally {
			await postgres.stop();
		}
	});
});

describeImport(seen);
