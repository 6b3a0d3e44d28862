import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { readCommandLine } from '../../emulator/commandLine';
import { get, withEmulator } from './withEmulator';

describe('readCommandLine', () => {
	it('has a default for each option', () => {
		expect(readCommandLine([])).toEqual({
			port: 8090,
			clientCode: 'democlient',
			profileToken: undefined,
			latencyMs: 0,
			callsPerMinute: 50,
			processingMs: 0,
			faults: undefined,
			readings: {},
		});
	});

	it('reads each option', () => {
		const args = '--port 0 --latency 50 --token sample-token --client-code acme_1 --calls-per-minute 7';
		const others = '--processing-ms 2000 --faults-rate 0.05 --faults-seed 42';
		expect(readCommandLine([...args.split(' '), ...others.split(' ')])).toEqual({
			port: 0,
			clientCode: 'acme_1',
			profileToken: 'sample-token',
			latencyMs: 50,
			callsPerMinute: 7,
			processingMs: 2000,
			faults: { rate: 0.05, seed: 42 },
			readings: {},
		});
	});

	it('reads how Target reads and answers, any number of times', () => {
		const readings = ['batchRows=decodedFirst', 'strict=false', 'fetchLagMs=1500', 'rowsLost=0.5'];
		const args = readings.flatMap((reading) => ['--reading', reading]);
		expect(readCommandLine(args)?.readings).toEqual({
			batchRows: 'decodedFirst',
			strict: false,
			fetchLagMs: 1500,
			rowsLost: 0.5,
		});
	});

	it('gives faults a seed where only their rate is said, and none without a rate', () => {
		expect(readCommandLine(['--faults-rate', '1'])?.faults).toEqual({ rate: 1, seed: 1 });
		expect(readCommandLine(['--faults-seed', '7'])?.faults).toBeUndefined();
	});

	it('gives nothing to start with --help', () => {
		expect(readCommandLine(['--help'])).toBeUndefined();
	});

	it.each([
		[['--port', 'eighty'], '--port has to be a whole number from 0 to 65535, not "eighty".'],
		[['--port', '65536'], '--port has to be a whole number from 0 to 65535'],
		[['--latency', '1.5'], '--latency has to be a whole number'],
		[['--latency=-1'], '--latency has to be a whole number'],
		[['--calls-per-minute', '0'], '--calls-per-minute has to be a whole number from 1'],
		[['--processing-ms', ''], '--processing-ms has to be a whole number'],
		[['--faults-rate', '5%'], '--faults-rate has to be a number from 0 to 1, not "5%".'],
		[['--faults-rate', '1.1'], '--faults-rate has to be a number from 0 to 1'],
		[['--faults-rate', ''], '--faults-rate has to be a number from 0 to 1'],
		[['--faults-seed', 'x'], '--faults-seed has to be a whole number from 0 to 4294967295'],
		[['--client-code', 'a/b'], '--client-code may only hold letters'],
		[['--reading', 'batchRow=cutFirst'], '--reading takes batchRows, updateParameters, '],
		[['--reading', 'constructor'], 'not "constructor".'],
		[['--reading', 'batchRows=both'], '--reading batchRows takes cutFirst, decodedFirst, not "both".'],
		[['--reading', 'fetchLagMs=soon'], '--reading fetchLagMs takes 0, 300000, 2400000, not "soon".'],
		[['--unknown'], "Unknown option '--unknown'"],
	])('says what is wrong with %j', (args, reason) => {
		expect(() => readCommandLine(args)).toThrow(reason);
	});
});

describe('npm run emulator', () => {
	const MAIN = path.resolve(__dirname, '../../emulator/main.ts');
	const start = (...args: string[]): ReturnType<typeof spawnMain> => spawnMain(args);
	function spawnMain(args: string[]) {
		const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const said = { out: '', err: '' };
		child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
		return { child, said, closed: once(child, 'close') };
	}

	it('prints what to enter in the credential, serves, and ends with its counts on Ctrl-C', async () => {
		const { child, said, closed } = start('--port', '0', '--token', 'sample-token', '--client-code', 'acme');
		while (!said.out.includes('Ctrl-C')) await once(child.stdout, 'data');
		const url = /Edge URL +(http:\S+)/.exec(said.out)?.[1] ?? '';
		expect(said.out).toMatch(/Client Code +acme\n/);
		expect(said.out).toMatch(/Authentication +Profile Token/);
		expect(said.out).not.toContain('sample-token');
		const answer = await fetch(`${url}/rest/v1/profiles/1?client=acme`, {
			headers: { authorization: 'Bearer sample-token' },
		});
		expect(answer.status).toBe(404);
		child.kill('SIGINT');
		expect(await closed).toEqual([0, null]);
		expect(said.out).toContain('1 requests over 1 connections, 0 refused, 0 faults:');
		expect(said.out).toContain('1 profile fetches.');
	});

	it('meets its clients with the faults asked for, and says which they are and how many there were', async () => {
		const { child, said, closed } = start('--port', '0', '--faults-rate', '1', '--faults-seed', '42');
		while (!said.out.includes('seed 42')) await once(child.stdout, 'data');
		expect(said.out).toContain('100 % of requests and connections meet a fault, drawn with the seed 42.');
		const url = /Edge URL +(http:\S+)/.exec(said.out)?.[1] ?? '';
		await fetch(url, { signal: AbortSignal.timeout(200) }).catch(() => undefined);
		child.kill('SIGINT');
		expect(await closed).toEqual([0, null]);
		expect(said.out).toMatch(/ [1-9]\d* faults:/);
	});

	it('says in one sentence that its port is taken', async () => {
		await withEmulator({}, async (emulator) => {
			const { port } = new URL(emulator.url);
			const { said, closed } = start('--port', port);
			expect(await closed).toEqual([1, null]);
			expect(said.err).toBe(`Port ${port} is already in use: choose another, or 0 for any free one.\n`);
			expect((await get(emulator, '/')).status).toBe(404);
		});
	});

	it('shows its options with --help', async () => {
		const { said, closed } = start('--help');
		expect(await closed).toEqual([0, null]);
		expect(said.out).toContain('--processing-ms');
	});
});
