import { parseArgs } from 'node:util';

import type { EmulatorOptions } from './contract';
import { POSSIBLE_READINGS } from './readings';

export const USAGE = `Usage: npm run emulator -- [options]

  --port <number>              port on 127.0.0.1, 0 for any free one (8090)
  --client-code <code>         the client code it answers for (democlient)
  --token <text>               require this profile authentication token
  --latency <ms>               added to each answer (0)
  --calls-per-minute <number>  bulk and status calls allowed per minute (50)
  --processing-ms <ms>         from the upload of a batch until its rows arrive (0)
  --faults-rate <share>        share of requests that meet a fault by chance, from 0 to 1 (0)
  --faults-seed <number>       which faults, the same for the same number (1)
  --reading <name>=<value>     how Target reads or answers what Adobe leaves open, e.g. batchRows=decodedFirst;
                               may be given several times (test/emulator/readings.ts has them)
  --help                       show this
`;

const HIGHEST_SEED = 2 ** 32 - 1;

/**
 * Reads the arguments of `npm run emulator`.
 *
 * @returns the options, or undefined when only the usage is asked for
 * @throws Error saying which argument is wrong
 */
export function readCommandLine(args: readonly string[]): EmulatorOptions | undefined {
	const { values } = parseArgs({
		args: [...args],
		options: {
			port: { type: 'string', default: '8090' },
			'client-code': { type: 'string', default: 'democlient' },
			token: { type: 'string' },
			latency: { type: 'string', default: '0' },
			'calls-per-minute': { type: 'string', default: '50' },
			'processing-ms': { type: 'string', default: '0' },
			'faults-rate': { type: 'string', default: '0' },
			'faults-seed': { type: 'string', default: '1' },
			reading: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	if (!/^[A-Za-z0-9_-]+$/.test(values['client-code'])) {
		throw new Error('--client-code may only hold letters, digits, "-" and "_".');
	}
	const rate = share('--faults-rate', values['faults-rate']);
	const seed = wholeNumber('--faults-seed', values['faults-seed'], 0, HIGHEST_SEED);
	return {
		port: wholeNumber('--port', values.port, 0, 65_535),
		clientCode: values['client-code'],
		profileToken: values.token,
		latencyMs: wholeNumber('--latency', values.latency, 0, 600_000),
		callsPerMinute: wholeNumber('--calls-per-minute', values['calls-per-minute'], 1, 1_000_000),
		processingMs: wholeNumber('--processing-ms', values['processing-ms'], 0, 86_400_000),
		faults: rate > 0 ? { seed, rate } : undefined,
		readings: Object.fromEntries(values.reading.map(readReading)),
	};
}

/** One of {@link POSSIBLE_READINGS}, or any number where it is one of those. */
function readReading(text: string): [name: string, value: string | number | boolean] {
	const [name = '', value = ''] = text.split('=', 2);
	const possible = new Map<string, ReadonlyArray<string | number | boolean>>(
		Object.entries(POSSIBLE_READINGS),
	).get(name);
	if (possible === undefined) {
		throw new Error(`--reading takes ${Object.keys(POSSIBLE_READINGS).join(', ')}, not "${name}".`);
	}
	const found = possible.find((one) => String(one) === value);
	if (found !== undefined) return [name, found];
	if (typeof possible[0] === 'number' && /^\d+(\.\d+)?$/.test(value)) return [name, Number(value)];
	throw new Error(`--reading ${name} takes ${possible.join(', ')}, not "${value}".`);
}

function wholeNumber(name: string, text: string, lowest: number, highest: number): number {
	const number = Number(text);
	if (/^\d+$/.test(text) && number >= lowest && number <= highest) return number;
	throw new Error(`${name} has to be a whole number from ${lowest} to ${highest}, not "${text}".`);
}

function share(name: string, text: string): number {
	const number = Number(text);
	if (/^[\d.]+$/.test(text) && number >= 0 && number <= 1) return number;
	throw new Error(`${name} has to be a number from 0 to 1, not "${text}".`);
}
