import { xml, type Answer } from '../http/answers';
import type { ProfileIdType } from '../contract';
import type { EarlyAnswer } from '../faults/earlyAnswer';
import type { EmulatedTarget, ReceivedRequest } from '../emulatedTarget';
import { decodePairs, decodePairsLoosely, requireFormContentType } from '../http/form';
import { requireProfileId } from './profileId';
import { Refusal } from '../http/refusal';
import { excerpt } from '../http/urlDecoding';

/** 8 KB of address and 60 KB of body, each read as the smaller of its two meanings (single profile update API page). */
const ADDRESS_LIMIT = 8_000;
const POST_LIMIT = 60_000;

const ATTRIBUTE_PREFIX = 'profile.';

const SUBMITTED = xml(
	'<response><success>true</success><pcId></pcId><message>Request successfully submitted</message></response>',
);

/**
 * Single profile update. An unknown profile is not created and gets the same success.
 *
 * @throws Refusal
 */
export function singleUpdate(request: ReceivedRequest, target: EmulatedTarget): Answer {
	const parameters = parametersOf(request, target);
	const { idType, id } = takeProfileId(parameters);
	target.profiles.update(idType, id, attributesOf(parameters, target.readings.strict));
	target.counts.singleUpdates++;
	return SUBMITTED;
}

/** Success before the update is read. */
export function earlySingleUpdate(target: EmulatedTarget): EarlyAnswer {
	return {
		answer: SUBMITTED,
		finish: (request) => {
			singleUpdate(request, target);
		},
	};
}

function parametersOf(request: ReceivedRequest, { readings }: EmulatedTarget): Map<string, string> {
	const { updateParameters, strict } = readings;
	const decode = strict ? decodePairs : decodePairsLoosely;
	if (request.url.length > ADDRESS_LIMIT) {
		throw new Refusal(`an address of more than ${ADDRESS_LIMIT} bytes`);
	}
	if (request.method === 'GET') return decode(request.query);
	const hasBody = request.bodyBytes > 0;
	if (strict && hasBody && request.query !== '') {
		throw new Refusal('parameters in the query and in the body of a POST, they belong in one of them');
	}
	const inQuery = updateParameters === 'body' ? new Map<string, string>() : decode(request.query);
	if (updateParameters === 'query' || !hasBody) return inQuery;
	requireFormContentType(request.headers);
	if (request.bodyBytes > POST_LIMIT) throw new Refusal(`a body of more than ${POST_LIMIT} bytes`);
	return new Map([...decode(request.body.toString('latin1')), ...inQuery]);
}

/** Takes the ID out of the parameters. */
function takeProfileId(parameters: Map<string, string>): { idType: ProfileIdType; id: string } {
	const pcId = parameters.get('mboxPC');
	const thirdPartyId = parameters.get('mbox3rdPartyId');
	if (pcId !== undefined && thirdPartyId !== undefined) {
		throw new Refusal('both mboxPC and mbox3rdPartyId are given');
	}
	const id = pcId ?? thirdPartyId;
	if (id === undefined) throw new Refusal('neither mboxPC nor mbox3rdPartyId is given');
	const idType = pcId === undefined ? 'thirdPartyId' : 'pcId';
	requireProfileId(idType, id);
	parameters.delete('mboxPC');
	parameters.delete('mbox3rdPartyId');
	return { idType, id };
}

/** @param strict whether a parameter that is no attribute is refused; else it means nothing here */
function attributesOf(parameters: Map<string, string>, strict: boolean): Map<string, string> {
	const attributes = new Map<string, string>();
	for (const [parameter, value] of parameters) {
		if (!parameter.startsWith(ATTRIBUTE_PREFIX)) {
			if (!strict) continue;
			throw new Refusal(`parameter "${excerpt(parameter)}" does not begin with "${ATTRIBUTE_PREFIX}"`);
		}
		const name = parameter.slice(ATTRIBUTE_PREFIX.length);
		if (name === '') throw new Refusal('an attribute without a name');
		if (value !== '') attributes.set(name, value);
	}
	return attributes;
}
