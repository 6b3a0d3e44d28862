import { readCommandLine, USAGE } from './commandLine';
import { startEmulator, type Emulator, type EmulatorOptions } from './index';

/** `npm run emulator`: an Adobe Target on this machine until Ctrl-C. */
async function main(): Promise<void> {
	const options = readCommandLine(process.argv.slice(2));
	if (!options) {
		process.stdout.write(USAGE);
		return;
	}
	const emulator = await startEmulator(options);
	const end = (): void => {
		process.stdout.write(`\n${seenText(emulator)}\n`);
		void emulator.close();
	};
	// Once: a second Ctrl-C ends the process whatever it is doing.
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	process.stdout.write(welcomeText(emulator, options));
}

function welcomeText({ url, clientCode }: Emulator, { profileToken, faults }: EmulatorOptions): string {
	const authentication = profileToken === undefined ? 'None' : 'Profile Token, with what you gave as --token';
	const byChance = faults
		? `\n${faults.rate * 100} % of requests and connections meet a fault, drawn with the seed ${faults.seed}.`
		: '';
	return `Adobe Target emulator at ${url}

In the credential "Adobe Target API" enter:
  Client Code       ${clientCode}
  Authentication    ${authentication}
  Custom Endpoints  on
  Edge URL          ${url}

Profiles are kept in memory only. Ctrl-C ends it.${byChance}
`;
}

function seenText({ counts }: Emulator): string {
	const { requests, connections, refused, faults, singleUpdates, batches } = counts;
	const { rows, bytes, statusCalls, fetches } = counts;
	return [
		`${requests} requests over ${connections} connections, ${refused} refused, ${faults} faults:`,
		`${singleUpdates} single updates, ${batches} batches (${rows} rows, ${bytes} bytes),`,
		`${statusCalls} status calls, ${fetches} profile fetches.`,
	].join(' ');
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
