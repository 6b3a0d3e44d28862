import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asInBatch, customersToCsv, demoCustomers } from '../../../examples/demoCustomers';
import { startEmulator } from '../../emulator';
import { compareProfiles, type Attributes } from './compareProfiles';
import { printComparison, whereToLook, type SubmittedBatch } from './demoReport';
import { demoEvents, eventAttributes } from './demoEvents';
import { CSV, emulatorCredential, readCsvExample, readExample, WEBHOOK } from '../examples/examples';
import type { DemoN8n } from './demoN8n';
import type { Rest } from '../server/rest';
import { fetchProfiles, untilProcessed } from './targetProfiles';

const CUSTOMERS = 12_000;
const EVENTS = 30;

export interface Demo {
	/** Whether Target holds, value for value, what was sent. */
	readonly allEqual: boolean;
	/** Addresses, login and paths, to be printed. */
	readonly whereToLook: string;
	stop(): Promise<void>;
}

/**
 * Shows the whole way once: a CSV file and webhook messages go through a real n8n into the emulated Target, and all
 * profiles are fetched back and compared. Leaves n8n and the emulator running.
 *
 * @throws Error when a step did not work, in words for the person at the terminal
 */
export async function startDemo({ url, rest, filesFolder, lines }: DemoN8n): Promise<Demo> {
	const csvFile = path.join(filesFolder, 'customers.csv');
	const customers = demoCustomers(CUSTOMERS);
	await writeFile(csvFile, customersToCsv(customers));
	const emulator = await startEmulator();
	const credential = await rest.createCredential(emulatorCredential(emulator));

	console.log(`Running "CSV file → Bulk Update Profiles" with ${CUSTOMERS.toLocaleString('en')} rows …`);
	const batches = await runCsvWorkflow(rest, credential, csvFile);
	for (const { statusUrl } of batches) await untilProcessed(statusUrl);

	console.log(`Posting ${EVENTS} messages to "Webhook → Update Profile" …`);
	const webhookUrl = `${url}/webhook/${WEBHOOK.path}`;
	const events = demoEvents(customers.slice(0, EVENTS));
	await rest.publish(await rest.createWorkflow(readExample(WEBHOOK.file, credential)));
	for (const event of events) await post(webhookUrl, event);

	console.log('Fetching every profile back from Target …');
	const sent = new Map<string, Attributes>();
	for (const { customerId, name, campaign, ...others } of customers) {
		const attributes = withoutEmpty({ customerName: name, lastCampaign: campaign, ...others });
		const inBatch = Object.entries(attributes).map(([attribute, value]) => [attribute, asInBatch(value)]);
		sent.set(customerId, Object.fromEntries(inBatch) as Attributes);
	}
	for (const event of events)
		sent.set(event.customerId, { ...sent.get(event.customerId), ...eventAttributes(event) });
	const held = await fetchProfiles(emulator, [...sent.keys()]);
	const comparison = compareProfiles(sent, held);

	printComparison({ batches, events: events.length, sent, held, comparison });
	return {
		allEqual: comparison.different.length === 0,
		whereToLook: whereToLook({ editorUrl: url, webhookUrl, emulatorUrl: emulator.url, csvFile, lines }),
		stop: () => emulator.close(),
	};
}

async function runCsvWorkflow(
	rest: Rest,
	credential: { id: string; name: string },
	csvFile: string,
): Promise<SubmittedBatch[]> {
	const workflow = await rest.createWorkflow(readCsvExample(credential, csvFile));
	const execution = await rest.run(workflow, CSV.trigger);
	if (execution.status !== 'success') {
		throw new Error(
			`The CSV workflow ended with "${execution.status}": ${execution.error ?? 'no reason given'}`,
		);
	}
	await rest.publish(workflow);
	return execution.json(CSV.bulk).map(({ rows, bytes, statusUrl }) => ({
		rows: Number(rows),
		bytes: Number(bytes),
		statusUrl: statusUrl as string,
	}));
}

async function post(url: string, message: object): Promise<void> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(message),
	});
	if (!response.ok) throw new Error(`The webhook answered ${response.status}: ${await response.text()}`);
}

/** An empty cell is not sent. */
function withoutEmpty(cells: Attributes): Attributes {
	return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
}
