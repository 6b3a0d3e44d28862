import type { Account } from './account';
import type { Evidence } from './evidence';
import { findingsOf, readingsOf } from './findings';
import type { Finding } from './findings';

/** What is handed out of a check: nothing of the account stands in it. */
export interface Report {
	/** The day, as 2026-01-31. */
	readonly day: string;
	readonly findings: readonly Finding[];
	/** Settings under which the emulator answers as the account did. */
	readonly readings: ReturnType<typeof readingsOf>;
}

/** @param day as 2026-01-31 */
export function reportOf(evidence: Evidence, account: Account, day: string): Report {
	const findings = findingsOf(evidence).map((finding) => ({
		...finding,
		seen: withoutAccount(finding.seen, evidence, account),
	}));
	return { day, findings, readings: readingsOf(findings) };
}

/** The report as Markdown, to paste into an issue. */
export function asMarkdown({ day, findings, readings }: Report, calls: number): string {
	const rows = findings.map(
		({ question, verdict, seen }) => `| ${cell(question)} | ${verdict} | ${cell(seen)} |`,
	);
	return [
		`Check of an account on ${day}, ${calls} calls.`,
		'',
		'| Question | Verdict | Seen |',
		'| --- | --- | --- |',
		...rows,
		'',
		'```json',
		JSON.stringify({ day, readings }, null, '\t'),
		'```',
		'',
	].join('\n');
}

/** Takes out token, client code, hosts and IDs, whatever has quoted them. */
function withoutAccount(
	text: string,
	{ run, answers }: Evidence,
	{ token, clientCode, edgeUrl }: Account,
): string {
	const hosts = Object.values(answers).flatMap(({ batchStatus }) => {
		return batchStatus === undefined ? [] : [new URL(batchStatus).host];
	});
	const batchIds = Object.values(answers).flatMap(({ batchId }) => batchId ?? []);
	const secrets: Array<[secret: string | undefined, name: string]> = [
		[token, '<token>'],
		...batchIds.map((id): [string, string] => [id, '<batch ID>']),
		[new URL(edgeUrl).host, '<host>'],
		...hosts.map((host): [string, string] => [host, '<host>']),
		[run, '<run>'],
		[clientCode, '<client code>'],
	];
	let clean = text;
	for (const [secret, name] of secrets) {
		if (secret) clean = clean.replaceAll(secret, name);
	}
	return clean;
}

/** Pipes and line ends would end a cell. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
