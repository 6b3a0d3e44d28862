import { json, notFoundPage, page, redirectTo, refusal, refusalXml, xml, type Answer } from './http/answers';
import type { BulkVersion } from './bulk/batchLedger';
import { batchStatus } from './bulk/batchStatus';
import { bulkUpdate, earlyBulkUpdate } from './bulk/bulkUpdate';
import type { EarlyAnswer } from './faults/earlyAnswer';
import type { EmulatedTarget, ReceivedRequest, RequestHead } from './emulatedTarget';
import { isProfileFetch, profileFetch } from './profiles/profileFetch';
import { Refusal } from './http/refusal';
import { earlySingleUpdate, singleUpdate } from './profiles/singleUpdate';
import { rewritten } from './faults/xmlVariants';

interface Route {
	methods: readonly string[];
	/** Which part of the API it is, as the account may ask for its profile token in some only. */
	part: 'single' | 'bulk' | 'status' | 'fetch';
	/** Whether its calls are among those allowed per minute. Single updates and fetches are not (Target limits page). */
	metered: boolean;
	answer: (request: ReceivedRequest, target: EmulatedTarget) => Answer;
	/** Success before the request is read, where a gateway that trusts its clients could give it. */
	early?: (target: EmulatedTarget) => EarlyAnswer;
}

/** By the path after the client code. A Map, so that `constructor` is no route. */
const M2_ROUTES = new Map<string, Route>([
	[
		'profile/update',
		{
			methods: ['GET', 'POST'],
			part: 'single',
			metered: false,
			answer: singleUpdate,
			early: earlySingleUpdate,
		},
	],
	['profile/batchUpdate', bulkRoute('v1')],
	['v2/profile/batchUpdate', bulkRoute('v2')],
	['profile/batchStatus', { methods: ['GET'], part: 'status', metered: true, answer: batchStatus }],
]);

const FETCH_ROUTE: Route = { methods: ['GET'], part: 'fetch', metered: false, answer: profileFetch };

/** Answers a request as Adobe Target would, or refuses it with a reason. */
export function answerRequest(request: ReceivedRequest, target: EmulatedTarget): Answer {
	target.batches.ingestDue();
	const answer = answerOrRefuse(request, target);
	if (answer.refused) target.counts.refused++;
	const { xml } = target.readings;
	return xml === 'plain' ? answer : { ...answer, body: rewritten(answer.body, xml) };
}

/**
 * What a gateway answers to the head of a request, and does with the rest; undefined where it turns the request down
 * or its answer depends on the rest.
 */
export function answerEarly(head: RequestHead, target: EmulatedTarget): EarlyAnswer | undefined {
	const route = routeOf(head.path, target.clientCode);
	if (lacksUserAgent(head, target)) return undefined;
	if (route?.early === undefined || !route.methods.includes(head.method)) return undefined;
	if (tokenProblem(route, head.headers.authorization, target) !== undefined) return undefined;
	if (route.metered && !target.budget.take()) return undefined;
	const { answer, finish } = route.early(target);
	return {
		answer,
		finish(request) {
			target.batches.ingestDue();
			try {
				finish(request);
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				target.counts.refused++;
			}
		},
	};
}

function answerOrRefuse(request: ReceivedRequest, target: EmulatedTarget): Answer {
	if (lacksUserAgent(request, target)) return page(403, 'Forbidden');
	const identified = target.identity?.answer(request);
	if (identified !== undefined) return identified;
	const route = routeOf(request.path, target.clientCode);
	if (!route) return notFoundPage();
	if (!route.methods.includes(request.method)) {
		return refusal(405, `${request.method} is not allowed here, only ${route.methods.join(' and ')}`);
	}
	const problem = tokenProblem(route, request.headers.authorization, target);
	if (problem !== undefined) return refusedToken(problem, route, target);
	if (route.metered && !target.budget.take()) {
		return target.readings.limitAnswer === 'page'
			? page(503, 'Service Unavailable')
			: refusal(503, 'Too many bulk and status calls within a minute');
	}
	try {
		return route.answer(request, target);
	} catch (error) {
		if (error instanceof Refusal) return refusal(400, error.message);
		throw error;
	}
}

function lacksUserAgent({ headers }: RequestHead, { readings }: EmulatedTarget): boolean {
	return readings.wantsUserAgent && (headers['user-agent'] ?? '') === '';
}

function bulkRoute(version: BulkVersion): Route {
	return {
		methods: ['POST'],
		part: 'bulk',
		metered: true,
		answer: (request, target) => bulkUpdate(version, request, target),
		early: (target) => earlyBulkUpdate(version, target),
	};
}

function routeOf(path: string, clientCode: string): Route | undefined {
	if (isProfileFetch(path)) return FETCH_ROUTE;
	const base = `/m2/${clientCode}/`;
	return path.startsWith(base) ? M2_ROUTES.get(path.slice(base.length)) : undefined;
}

/** Adobe's samples ask for the status without any header. */
function needsToken({ part }: Route, { readings }: EmulatedTarget): boolean {
	return part === 'bulk' || (readings.tokenCovers === 'all' && part !== 'status');
}

function tokenProblem(
	route: Route,
	authorization: string | undefined,
	target: EmulatedTarget,
): string | undefined {
	const { profileToken, identity } = target;
	if (!needsToken(route, target) || (profileToken === undefined && identity === undefined)) return undefined;
	if (identity?.asksForToken === false) return undefined;
	if (authorization === undefined) return 'The Authorization header is missing';
	if (!authorization.startsWith('Bearer ')) return 'The Authorization header does not begin with "Bearer "';
	const token = authorization.slice('Bearer '.length);
	const isGood = identity === undefined ? token === profileToken : identity.isGood(token);
	if (!isGood) return 'The profile authentication token is not valid';
	return undefined;
}

function refusedToken(problem: string, { part }: Route, { readings, url }: EmulatedTarget): Answer {
	switch (readings.tokenRefusal) {
		case '401':
			return refusal(401, problem);
		case '403':
			return refusal(403, problem);
		case 'successFalse':
			return part === 'fetch'
				? { ...json(200, { success: false, message: problem }), refused: true }
				: xml(refusalXml(problem), true);
		case 'redirect':
			return redirectTo(`${url}/sign-in`);
	}
}
