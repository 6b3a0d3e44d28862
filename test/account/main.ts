import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { accountFrom, serverToServerFrom, VARIABLES } from './account';
import type { Account } from './account';
import { check } from './check';
import { realClock } from './clock';
import { noEvidence, PROFILES } from './evidence';
import type { Evidence } from './evidence';
import { existingToken } from './edge/existingToken';
import { asMarkdown } from './report';
import { CALLS_PER_MINUTE, Session } from './edge/session';
import { Terminal } from './terminal';

const USAGE = `Usage: npm run check:account -- [options]

Finds out how Adobe Target reads and answers what Adobe's pages leave open, with an account of yours.
Client code and profile token come from the environment or are asked for:
  ${VARIABLES.clientCode}, ${VARIABLES.token}; or for OAuth server-to-server
  ${VARIABLES.tenantId}, ${VARIABLES.clientId}, ${VARIABLES.clientSecret} (${VARIABLES.scopes})

  --read-only         ask only what changes nothing
  --limit             also look for the limit of calls a minute; holds up other senders for three minutes
  --wait <minutes>    how long to wait for what was sent to show (30)
  --save <file>       where to keep what was seen (check-account.json)
  --resume <file>     look again for what had not shown
  --json <file>       write the report as JSON, too
  --help              show this
`;

const LONGEST_WAIT_MINUTES = 24 * 60;

/** `npm run check:account` */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			'read-only': { type: 'boolean', default: false },
			limit: { type: 'boolean', default: false },
			wait: { type: 'string', default: '30' },
			save: { type: 'string', default: 'check-account.json' },
			resume: { type: 'string' },
			json: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(USAGE);
		return;
	}
	const minutes = Number(values.wait);
	if (!(minutes >= 0 && minutes <= LONGEST_WAIT_MINUTES)) {
		throw new Error(
			`--wait has to be a number of minutes up to ${LONGEST_WAIT_MINUTES}, not "${values.wait}".`,
		);
	}
	const terminal = new Terminal();
	try {
		const serverToServer = serverToServerFrom(process.env);
		const account = await accountOf(terminal, serverToServer !== undefined);
		const hasToken = account.token !== undefined || serverToServer !== undefined;
		const evidence =
			values.resume === undefined
				? noEvidence(randomBytes(4).toString('hex'), hasToken, values['read-only'])
				: evidenceIn(values.resume);
		tell(planOf(evidence, values.limit));
		await confirm(terminal, account);
		const file = values.resume ?? values.save;
		try {
			const settings = { longestMs: minutes * 60_000, limit: values.limit };
			const session = new Session(account, realClock);
			if (serverToServer !== undefined) session.takeToken(await existingToken(session, serverToServer));
			const report = await check(session, evidence, settings, tell);
			process.stdout.write(asMarkdown(report, session.calls));
			if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, '\t')}\n`);
		} finally {
			writeFileSync(file, `${JSON.stringify(evidence, null, '\t')}\n`);
			tell(`What was seen is in ${file}. It names hosts and IDs: keep it to yourself.`);
			tell(`--resume ${file} looks again later.`);
		}
	} finally {
		terminal.close();
	}
}

/** @param signsIn whether the token is read later, when the person has agreed */
async function accountOf(terminal: Terminal, signsIn: boolean): Promise<Account> {
	const { env } = process;
	const clientCode = env[VARIABLES.clientCode] ?? (await terminal.ask('Client code: '));
	if (signsIn) return accountFrom(clientCode, undefined, env);
	const token = env[VARIABLES.token] ?? (await terminal.ask('Profile token (empty for none): '));
	return accountFrom(clientCode, token, env);
}

function planOf({ run, readOnly }: Evidence, limit: boolean): string {
	const changes = readOnly
		? 'Nothing is changed: a profile that nobody has is asked for, and batches without rows are sent.'
		: `At most ${PROFILES.length} profiles are made, with IDs that begin with n8n-check-${run} and attributes that begin with n8n-check. Target forgets them by itself, after 14 days as a rule.`;
	const calls = readOnly
		? 'Some ten calls are made'
		: 'Some 40 calls are made, and up to ten more each time that it looks for what does not show yet';
	const pace = limit
		? `${calls}, at most ${CALLS_PER_MINUTE} in a minute. Then up to 60 at once find the limit, and up to 50 more when it ends.`
		: `${calls}, at most ${CALLS_PER_MINUTE} in a minute.`;
	return `${changes} ${pace} No token is made or renewed.`;
}

/** @throws Error where something else is typed than the client code */
async function confirm(terminal: Terminal, { clientCode }: Account): Promise<void> {
	const typed = await terminal.ask('Type the client code again to begin: ');
	if (typed !== clientCode) throw new Error('That is another client code. Nothing was sent.');
}

/** @throws Error where the file is no evidence of a check */
function evidenceIn(file: string): Evidence {
	const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
	if (isEvidence(parsed)) return parsed;
	throw new Error(`${file} holds no check of an account.`);
}

function isEvidence(value: unknown): value is Evidence {
	const names: ReadonlyArray<keyof Evidence> = ['run', 'hasToken', 'readOnly', 'answers', 'profiles'];
	return typeof value === 'object' && value !== null && names.every((name) => Object.hasOwn(value, name));
}

function tell(what: string): void {
	process.stderr.write(`${what}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
