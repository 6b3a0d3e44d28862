import type { Account } from '../account';
import { profileIn, seenIn, unanswered } from './answers';
import type { Seen } from './answers';
import type { Clock } from '../clock';
import { ask } from './request';
import type { Reply, Request } from './request';

/** Calls that the check makes in any minute, of the 50 that the account has. */
export const CALLS_PER_MINUTE = 20;

const MINUTE_MS = 60_000;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const AGENT = { 'user-agent': 'n8n-nodes-adobe-target-check', accept: '*/*' };

/** How a question differs from the usual one. */
interface Variant {
	/** Default: the account's own, if it has one. */
	readonly token?: 'none' | 'wrong';
	readonly withoutUserAgent?: boolean;
}

/** What looks like a profile token, and is none of anybody's. */
const WRONG_TOKEN = '00000000-0000-4000-8000-000000000000';

/** Asks Target its questions, no more than so many in a minute, and counts them. */
export class Session {
	calls = 0;

	private times: number[] = [];

	constructor(
		public account: Account,
		readonly clock: Clock,
	) {}

	/** From now on the account has this token: it was read by this session. */
	takeToken(token: string): void {
		this.account = { ...this.account, token };
	}

	/** Sends a batch. What stands in `text` is sent as it is. */
	async submit(text: string, variant: Variant = {}, isPaced = true): Promise<Seen> {
		const { edgeUrl, clientCode } = this.account;
		const url = `${edgeUrl}/m2/${clientCode}/v2/profile/batchUpdate`;
		return await this.seen(
			{ method: 'POST', url, headers: { ...this.headers(variant), ...FORM }, body: Buffer.from(text) },
			isPaced,
		);
	}

	/** Sends a single update: parameters in the address, in the body, or none. */
	async update(parameters: { query?: string; body?: string }, variant: Variant = {}): Promise<Seen> {
		const { edgeUrl, clientCode } = this.account;
		const query = parameters.query === undefined ? '' : `?${parameters.query}`;
		const url = `${edgeUrl}/m2/${clientCode}/profile/update${query}`;
		const headers = { ...this.headers(variant), ...FORM };
		return await this.seen({ method: 'POST', url, headers, body: Buffer.from(parameters.body ?? '') });
	}

	/** @returns the attributes, null where Target has no such profile, undefined where it says something else */
	async fetch(id: string): Promise<Record<string, string> | null | undefined> {
		try {
			return profileIn(await this.ask(this.fetchOf(id, {})));
		} catch {
			return undefined;
		}
	}

	async seenFetching(id: string, variant: Variant = {}): Promise<Seen> {
		return await this.seen(this.fetchOf(id, variant));
	}

	/** Asks for a status, at an address that Target gave. The token stays here: Adobe’s samples send none. */
	async status(url: string): Promise<Seen> {
		return await this.seen({ method: 'GET', url, headers: AGENT });
	}

	/** A question to Adobe’s sign-in or the Admin API. */
	async askElsewhere(request: Request): Promise<Reply> {
		return await this.ask({ ...request, headers: { ...AGENT, ...request.headers } });
	}

	/** Lets a minute go by in which nothing is asked, after the pace was not kept. */
	async restAMinute(): Promise<void> {
		await this.clock.sleep(MINUTE_MS);
	}

	private fetchOf(id: string, variant: Variant): Request {
		const { edgeUrl, clientCode } = this.account;
		const url = `${edgeUrl}/rest/v1/profiles/thirdPartyId/${encodeURIComponent(id)}?client=${clientCode}`;
		return { method: 'GET', url, headers: this.headers(variant) };
	}

	private headers({ token, withoutUserAgent = false }: Variant): Record<string, string> {
		const sent = token === 'wrong' ? WRONG_TOKEN : token === 'none' ? undefined : this.account.token;
		return {
			...(!withoutUserAgent && AGENT),
			...(sent !== undefined && { authorization: `Bearer ${sent}` }),
		};
	}

	private async seen(request: Request, isPaced = true): Promise<Seen> {
		try {
			return seenIn(await this.ask(request, isPaced), request.url);
		} catch (error) {
			return unanswered(error);
		}
	}

	private async ask(request: Request, isPaced = true): Promise<Reply> {
		if (isPaced) await this.turn();
		this.calls++;
		this.times.push(this.clock.now());
		return await ask(request);
	}

	private async turn(): Promise<void> {
		for (;;) {
			const now = this.clock.now();
			this.times = this.times.filter((time) => time > now - MINUTE_MS);
			const [first] = this.times;
			if (first === undefined || this.times.length < CALLS_PER_MINUTE) return;
			await this.clock.sleep(first + MINUTE_MS - now);
		}
	}
}
