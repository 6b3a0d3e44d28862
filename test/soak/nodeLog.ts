import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';

/** Keeps what nodes write to n8n's log in place of printing it, and gives it with the function that comes back. */
export function collectLog(): () => string {
	let lines: string[] = [];
	const logger = Container.get(Logger);
	for (const level of ['error', 'warn', 'info', 'debug'] as const) {
		logger[level] = (message, metadata) => {
			lines.push(`${message} ${JSON.stringify(metadata ?? {})}`);
		};
	}
	return () => {
		const said = lines.join('\n');
		lines = [];
		return said;
	};
}
