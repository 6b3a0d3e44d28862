import * as virtualClock from '../../../clock/virtualClock';
import type { ServerToServerSettings } from '../../../../nodes/AdobeTarget/api/tokens/imsToken';
import { CallBudget } from '../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { TokensOfProcess } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import type { ServerToServerTokens } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import type { Transport } from '../../../../nodes/AdobeTarget/api/http/transport';
import type { Emulator } from '../../../emulator';
import { connectionTo } from '../connectionTo';

/** What a credential says that leads to an emulator. */
export function settingsFor(
	{ url }: Emulator,
	others: Partial<ServerToServerSettings> = {},
): ServerToServerSettings {
	return {
		tenantId: 'demotenant',
		clientId: 'sample-client-id',
		clientSecret: 'sample-client-secret',
		scopes: 'openid,AdobeID,target_sdk',
		imsUrl: url,
		adminUrl: url,
		createToken: true,
		...others,
	};
}

/** The tokens of a process of its own. */
export function tokensFor(
	emulator: Emulator,
	others: Partial<ServerToServerSettings> = {},
	budget = new CallBudget(),
): ServerToServerTokens {
	return new TokensOfProcess().of(
		settingsFor(emulator, others),
		{ kind: 'unfiltered', open: () => wayTo(emulator) },
		budget,
	);
}

/** A way on which no time passes. */
export function wayTo(emulator: Emulator): Transport {
	return timeless(connectionTo(emulator).transport);
}

/** No time passes while a request is on the wire: on a busy machine a token would expire on its way. */
export function timeless(transport: Transport): Transport {
	return { ...transport, send: (request) => virtualClock.standingStill(() => transport.send(request)) };
}

export function countsOf({ identity }: Emulator) {
	if (identity === undefined) throw new TypeError('This emulator has no sign-in');
	return identity.counts;
}
