import type { LookupFunction } from 'node:net';

import type { Route } from './connect';
import { laneKey } from './lanes';
import { proxyFor } from './proxy';

/** An address in its parts, and how it is reached. */
export interface Address {
	/** As the person knows it, with its port where that is another than https has. */
	readonly host: string;
	/** With the query. */
	readonly path: string;
	readonly route: Route;
	/** Of the lanes that lead there. */
	readonly key: string;
}

/** @param lookup as of {@link Route} */
export function readAddress(url: string, lookup: LookupFunction | undefined): Address {
	const { origin, host, pathname, search } = new URL(url);
	const route = { origin, proxy: proxyFor(origin), lookup };
	return { host, path: pathname + search, route, key: laneKey(route) };
}
