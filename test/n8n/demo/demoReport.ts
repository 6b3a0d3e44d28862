import type { Attributes, Comparison } from './compareProfiles';

const SHOWN_PROFILES = 2;
const SHOWN_DIFFERENCES = 10;

/** What the node says about a batch that it submitted. */
export interface SubmittedBatch {
	readonly rows: number;
	readonly bytes: number;
	readonly statusUrl: string;
}

interface DemoResult {
	batches: readonly SubmittedBatch[];
	/** Number of messages posted to the webhook. */
	events: number;
	sent: ReadonlyMap<string, Attributes>;
	held: ReadonlyMap<string, Attributes>;
	comparison: Comparison;
}

/** Prints what was sent beside what Target holds: in numbers, and some profiles in full. */
export function printComparison({ batches, events, sent, held, comparison }: DemoResult): void {
	const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
	const bytes = batches.reduce((sum, batch) => sum + batch.bytes, 0);
	console.log(`
Sent
  CSV file → Bulk Update Profiles   ${count(rows)} rows in ${plural(batches.length, 'batch', 'batches')} of ${count(bytes)} bytes
  Webhook → Update Profile          ${plural(events, 'message', 'messages')}, each one update
Target now holds
  ${count(held.size)} of ${count(sent.size)} profiles, ${count(comparison.values - comparison.different.length)} of ${count(comparison.values)} values equal`);
	for (const [profileId, attributes] of [...sent].slice(0, SHOWN_PROFILES))
		printProfile(profileId, attributes, held);
	if (comparison.different.length === 0) {
		console.log('\nTarget holds, value for value, what was sent.');
		return;
	}
	console.log(
		`\nTarget does not hold what was sent. ${plural(comparison.different.length, 'value differs', 'values differ')}:`,
	);
	console.table(comparison.different.slice(0, SHOWN_DIFFERENCES));
}

function printProfile(profileId: string, sent: Attributes, held: ReadonlyMap<string, Attributes>): void {
	const holds = held.get(profileId) ?? {};
	console.log(`\nProfile ${profileId}`);
	console.table(
		Object.fromEntries(
			Object.entries(sent).map(([name, value]) => [name, { sent: value, 'Target holds': holds[name] }]),
		),
	);
}

interface WhereToLook {
	editorUrl: string;
	webhookUrl: string;
	emulatorUrl: string;
	csvFile: string;
	/** What else is said of n8n. */
	lines: readonly string[];
}

/** Says where all of it can be seen. */
export function whereToLook({ editorUrl, webhookUrl, emulatorUrl, csvFile, lines }: WhereToLook): string {
	return `
n8n editor   ${editorUrl}
Webhook      POST ${webhookUrl}
Emulator     ${emulatorUrl}
CSV file     ${csvFile}
${lines.join('\n')}

Ctrl-C ends it.`;
}

function count(number: number): string {
	return number.toLocaleString('en');
}

function plural(number: number, one: string, many: string): string {
	return `${count(number)} ${number === 1 ? one : many}`;
}
