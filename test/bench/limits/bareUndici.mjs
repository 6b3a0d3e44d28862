import { Pool } from 'undici';
import { customerOf } from '../customers.ts';
import { printMeasured } from './measured.mjs';

/** Posts updates with undici, 50 at a time, and reads each answer: `bareUndici.mjs <url> <updates>`. */
const [url, updates] = process.argv.slice(2);
const CONNECTIONS = 50;
const headers = { 'content-type': 'application/x-www-form-urlencoded' };

async function post(count) {
	const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
	let next = 0;
	const worker = async () => {
		while (next < count) {
			const { customerId, tier, points } = customerOf(next++, 0);
			const body = `mbox3rdPartyId=${encodeURIComponent(customerId)}&profile.tier=${encodeURIComponent(tier)}&profile.points=${points}`;
			const answer = await pool.request({
				path: '/m2/bench/profile/update',
				method: 'POST',
				headers,
				body,
			});
			const text = await answer.body.text();
			if (answer.statusCode !== 200 || !text.includes('<success>true</success>')) throw new Error(text);
		}
	};
	await Promise.all(Array.from({ length: CONNECTIONS }, worker));
	await pool.close();
}

await printMeasured(
	() => post(Math.min(2_000, updates)),
	() => post(Number(updates)),
);
