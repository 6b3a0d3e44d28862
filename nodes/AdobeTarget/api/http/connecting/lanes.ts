import type { Route, Undici } from './connect';
import { Lane } from './lane';

/** How long a connection is kept when nothing goes over it. */
export const IDLE_MS = 30_000;

/**
 * The connections that are kept for the next request, whichever execution sends it. They keep no process alive, and
 * close when nothing has gone over them for a while, or the other side closes them.
 */
export class Lanes {
	private readonly idle = new Map<string, Lane[]>();

	constructor(private readonly idleMs = IDLE_MS) {}

	/** The kept connection that was used last, of those with this key; undefined where there is none. */
	take(key: string): Lane | undefined {
		const lanes = this.idle.get(key) ?? [];
		for (;;) {
			const lane = lanes.pop();
			if (lane === undefined || lane.isOpen) return lane;
		}
	}

	/** A new connection, which is kept when it is free. */
	open(undici: Undici, key: string, route: Route, connectMs: number): Lane {
		return new Lane(undici, route, {
			connectMs,
			idleMs: this.idleMs,
			onFree: (lane) => {
				const lanes = this.idle.get(key);
				if (lanes === undefined) this.idle.set(key, [lane]);
				else lanes.push(lane);
			},
			onClosed: (lane) => {
				this.forget(key, lane);
			},
		});
	}

	private forget(key: string, lane: Lane): void {
		const lanes = this.idle.get(key) ?? [];
		const index = lanes.indexOf(lane);
		if (index >= 0) lanes.splice(index, 1);
		if (lanes.length === 0) this.idle.delete(key);
	}
}

/**
 * Which connections may stand in for each other: those to the same host by the same way, and opened under the same
 * rules, as a connection that n8n's filter has not seen must not be used where the filter is on.
 */
export function laneKey({ origin, proxy = '', lookup }: Route): string {
	return `${origin} ${lookup === undefined ? 'unfiltered' : 'filtered'} ${proxy}`;
}

/** The connections of this process. */
export const keptLanes = new Lanes();
