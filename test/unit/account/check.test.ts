import { accountFrom } from '../../account/account';
import { noEvidence } from '../../account/evidence';
import type { AnswerName, Evidence } from '../../account/evidence';
import type { Report } from '../../account/report';
import { asMarkdown, reportOf } from '../../account/report';
import { checkedAccount, TOKEN, verdictOf } from './checkedAccount';

const HOUR_MS = 60 * 60_000;

test('an account that reads everything as it is hoped gets a good report, and keeps nothing from it', async () => {
	const { report, calls } = await checkedAccount({ profileToken: TOKEN });
	expect(report.findings.filter(({ verdict }) => verdict === 'otherwise')).toEqual([]);
	const unanswered = report.findings.filter(({ verdict }) => verdict === 'not answered');
	expect(unanswered.map(({ question }) => question)).toEqual([
		'A status over https, where its address says http',
		'The limit of calls a minute',
	]);
	expect(calls).toBeLessThan(150);
});

test('no more than 20 calls are made in any minute, and no more than twelve profiles', async () => {
	const { requestTimes, counts } = await checkedAccount({ profileToken: TOKEN, processingMs: 20 * 60_000 });
	for (const time of requestTimes) {
		const within = requestTimes.filter((other) => other >= time && other < time + 60_000);
		expect(within.length).toBeLessThanOrEqual(20);
	}
	expect(counts.rows).toBeLessThanOrEqual(12);
});

test('with --read-only no batch with rows and no update of a profile that is there is sent', async () => {
	const { counts, evidence } = await checkedAccount({ profileToken: TOKEN }, { readOnly: true });
	expect(counts).toMatchObject({ batches: 0, rows: 0, singleUpdates: 0 });
	expect(Object.keys(evidence.answers).sort()).toEqual([
		'emptyBatch',
		'emptyBatchWithWrongToken',
		'emptyBatchWithoutToken',
		'fetch',
		'fetchWithoutAgent',
		'fetchWithoutToken',
		'statusOfNoBatch',
		'updateWithoutToken',
	] satisfies AnswerName[]);
});

test('the limit is looked for only where that is asked for', async () => {
	const without = await checkedAccount({}, { readOnly: true });
	expect(verdictOf(without.report, /limit of calls/)).toBe('not answered');
	const asked = await checkedAccount({ callsPerMinute: 30 }, { readOnly: true, limit: true });
	expect(asked.evidence.limit).toMatchObject({ taken: 30, refusal: { status: 503 } });
	expect(verdictOf(asked.report, /limit of calls/)).toBe('otherwise');
});

test('what does not show in time is not judged, and is looked at again from the file', async () => {
	const verdicts: Array<string | undefined> = [];
	const note = (report: Report) => {
		verdicts.push(verdictOf(report, /comma/), verdictOf(report, /second batch/));
	};
	const options = { processingMs: 3 * HOUR_MS };
	const { counts } = await checkedAccount(options, { longestMs: 60_000 }, async (ended) => {
		note(ended.report);
		for (let look = 0; look < 2; look++) {
			const kept = JSON.parse(JSON.stringify(ended.evidence)) as Evidence;
			const later = await ended.again(kept, 4 * HOUR_MS);
			note(later.report);
			Object.assign(ended.evidence, later.evidence);
		}
	});
	// The second batch goes out only when the first has shown, and shows at the second look.
	expect(verdicts).toEqual([
		...['not answered', 'not answered'],
		...['as expected', 'not answered'],
		...['as expected', 'as expected'],
	]);
	expect(counts.batches).toBe(6);
});

test('an account that takes no batch ends the check before anything is sent that changes something', async () => {
	const refused = checkedAccount({ profileToken: TOKEN, sentToken: 'another-sample-token' });
	await expect(refused).rejects.toThrow('Target does not take a batch from this account: HTTP 401, text.');
});

test('neither token, client code, hosts nor IDs stand in a report', () => {
	const account = accountFrom('acmesample', 'sample-secret-token', {});
	const evidence = noEvidence('0a1b2c3d', true, true);
	const echo =
		'acmesample at acmesample.tt.omtrdc.net with sample-secret-token knows no n8n-check-0a1b2c3d-11 at mboxedge45.tt.omtrdc.net of acmesample-1-2';
	evidence.answers.fetch = { status: 404, shape: 'text', message: echo };
	evidence.answers.controlBatch = {
		status: 200,
		shape: 'xml',
		message: echo,
		batchStatus: 'http://mboxedge45.tt.omtrdc.net/status?batchId=1',
	};
	evidence.answers.statusDone = { status: 200, shape: 'xml', batchId: 'acmesample-1-2', statusWord: echo };
	const report = reportOf(evidence, account, '2026-01-01');
	for (const text of [asMarkdown(report, 1), JSON.stringify(report)]) {
		expect(text).not.toMatch(/acmesample|sample-secret|0a1b2c3d|mboxedge45/);
		expect(text).toContain('<token>');
	}
});

test.each([
	['acme.tt.omtrdc.net', {}, 'A client code has letters'],
	['acme', { TARGET_EDGE_URL: 'http://edge.example.com' }, 'has to begin with https://'],
])('the account "%s" is refused', (clientCode, environment, reason) => {
	expect(() => accountFrom(clientCode, undefined, environment)).toThrow(reason);
});
