import { CallBudget } from '../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import type { Connection } from '../../../nodes/AdobeTarget/api/sending/connection';
import { edgeFrom } from '../../../nodes/AdobeTarget/api/edge';
import type { ServerToServerSettings } from '../../../nodes/AdobeTarget/api/tokens/imsToken';
import { TargetError } from '../../../nodes/AdobeTarget/api/targetError';
import type { TargetAnswer, TargetRequest } from '../../../nodes/AdobeTarget/api/http/transport';

/** What a credential says of OAuth server-to-server, of hosts that nobody asks. */
export const SERVER_TO_SERVER: ServerToServerSettings = {
	tenantId: 'demotenant',
	clientId: 'sample-client-id',
	clientSecret: 'sample-client-secret',
	scopes: 'openid',
	imsUrl: 'https://ims.example.com',
	adminUrl: 'https://admin.example.com',
	createToken: true,
};

/** A connection without a network: it answers as it is told, the last answer again and again. */
export function answering(
	answers: ReadonlyArray<Partial<TargetAnswer>>,
	others: Partial<Connection> = {},
): Connection & { readonly requests: TargetRequest[] } {
	const requests: TargetRequest[] = [];
	return {
		edge: edgeFrom({ clientCode: 'democlient' }),
		profileToken: 'sample-token',
		transport: {
			send(request) {
				const answer = answers[Math.min(requests.length, answers.length - 1)];
				requests.push(request);
				return Promise.resolve({ status: 200, text: '', retryAfter: undefined, ...answer });
			},
			close: () => Promise.resolve(),
		},
		budget: new CallBudget(),
		retries: { maxRetries: 0, firstPauseMs: 1_000 },
		requests,
		...others,
	};
}

/** The error that a promise ends with; its words are sentences for the person at the panel. */
export async function errorOf(promise: Promise<unknown>): Promise<TargetError> {
	const error: unknown = await promise.then(
		() => undefined,
		(caught: unknown) => caught,
	);
	expect(error).toBeInstanceOf(TargetError);
	expectSentences(error as TargetError);
	return error as TargetError;
}

/** A message is one sentence without its full stop, an advice one or more with it. */
export function expectSentences({ message, advice }: TargetError): void {
	expect(message).toMatch(/^\S.*[^.\s]$/);
	expect(advice).toMatch(/^[A-Z].*[.")]$/s);
}
