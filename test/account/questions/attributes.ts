import type { Readings } from '../../emulator';
import { AFTER, attributeOfCharacter, RAW_CHARACTERS, VALUE } from '../edge/batches';
import type { BatchName, Evidence, ProfileName } from '../evidence';
import type { Finding, Question } from '../findings';
import { inWords } from '../gather';

/** What becomes of values in batches and in single updates. */
export const attributeQuestions: readonly Question[] = [
	commas,
	lineEnds,
	characters,
	utf8,
	oddBatch('Line ends as carriage return and line feed', 'carriageReturnsBatch', 'carriageReturns'),
	oddBatch('A byte order mark before the header', 'markBatch', 'mark'),
	oddBatch('Blank lines at the end', 'blankLineBatch', 'blankLine'),
	oddBatch('A raw space in a value', 'spacesBatch', 'spaces', 'x y'),
	updateParameters,
	override,
];

function commas({ profiles, answers }: Evidence): Finding {
	const question = 'An encoded comma (%2C) in a value of a batch';
	const { comma } = profiles;
	if (!comma) return notSeen(question, answers.commaBatch && inWords(answers.commaBatch));
	const value = comma[VALUE];
	const after = comma[AFTER];
	if (value === 'a,b' && after === 'c')
		return finding(question, 'as expected', 'stays in its value', 'cutFirst');
	if (value === 'a' && after === 'b') {
		return finding(
			question,
			'otherwise',
			'cuts the cell: what follows stands under the next name',
			'decodedFirst',
		);
	}
	return {
		question,
		verdict: 'otherwise',
		seen: `came as ${shown(value)}, the next value as ${shown(after)}`,
	};
}

function lineEnds({ profiles, answers }: Evidence): Finding {
	const question = 'An encoded line end (%0A) in a value of a batch';
	const { lineEnd, canary } = profiles;
	if (canary) {
		return finding(question, 'otherwise', 'cuts the row: the canary’s profile was written', 'decodedFirst');
	}
	if (!lineEnd) return notSeen(question, answers.lineEndBatch && inWords(answers.lineEndBatch));
	if (lineEnd[VALUE]?.includes('\n'))
		return finding(question, 'as expected', 'stays in its value', 'cutFirst');
	return { question, verdict: 'otherwise', seen: `the value came as ${shown(lineEnd[VALUE])}` };
}

function characters({ profiles, answers }: Evidence): Finding {
	const question = `Raw ${RAW_CHARACTERS.join(' ')} in values`;
	const { characters: profile } = profiles;
	if (!profile) return notSeen(question, answers.charactersBatch && inWords(answers.charactersBatch));
	const changed = RAW_CHARACTERS.filter(
		(character, index) => profile[attributeOfCharacter(index)] !== `x${character}y`,
	);
	if (changed.length === 0) return { question, verdict: 'as expected', seen: 'arrive as they are' };
	return { question, verdict: 'otherwise', seen: `changed or lost: ${changed.join(' ')}` };
}

function utf8({ profiles }: Evidence): Finding {
	const question = 'UTF-8 where the content type names no charset';
	const { control } = profiles;
	if (!control) return notSeen(question);
	const isRight = control[VALUE] === 'café';
	return {
		question,
		verdict: isRight ? 'as expected' : 'otherwise',
		seen: isRight ? 'is read as UTF-8' : `“café” came as ${shown(control[VALUE])}`,
	};
}

/** A batch in a writing that working senders don’t use. */
function oddBatch(question: string, batch: BatchName, name: ProfileName, wanted = 'x'): Question {
	return ({ answers, profiles }) => {
		const answer = answers[batch];
		if (answer?.success === false) {
			return { question, verdict: 'as expected', seen: `refused (${inWords(answer)}); the node sends none` };
		}
		const profile = profiles[name];
		if (!profile) return notSeen(question, answer && inWords(answer));
		const isRight = Object.keys(profile).length === 1 && profile[VALUE] === wanted;
		const came = Object.entries(profile).map(([attribute, value]) => `${shown(attribute)}: ${shown(value)}`);
		return {
			question,
			verdict: isRight ? 'as expected' : 'otherwise',
			seen: isRight ? 'is taken' : `came as ${came.join(', ')}`,
		};
	};
}

function updateParameters({ profiles }: Evidence): Finding {
	const question = 'Parameters of a single update';
	const { update } = profiles;
	const has = (name: string) => update?.[`n8n-check-${name}`] !== undefined;
	if (!has('query-again') && !has('body-again')) return notSeen(question);
	const query = has('query');
	const body = has('body');
	const where = query && body ? 'both' : query ? 'query' : 'body';
	const readings = { updateParameters: where } as const;
	const seen = {
		both: 'are read from the address and from the body',
		query: 'are read from the address only',
		body: 'are read from the body only',
	};
	return { question, verdict: query ? 'as expected' : 'otherwise', seen: seen[where], readings };
}

function override({ profiles }: Evidence): Finding {
	const question = 'A second batch for the same profile, without a visit in between';
	const { override: profile } = profiles;
	if (profile?.[VALUE] !== '2') return notSeen(question);
	const isAll = profile[AFTER] === undefined;
	return {
		question,
		verdict: isAll ? 'as expected' : 'otherwise',
		seen: isAll ? 'takes away all that the first has set' : 'changes only the attributes that it names',
		readings: { override: isAll ? 'all' : 'sameNames' },
	};
}

function finding(
	question: string,
	verdict: Finding['verdict'],
	seen: string,
	batchRows: Readings['batchRows'],
): Finding {
	return { question, verdict, seen, readings: { batchRows } };
}

/** What is asked for has not come: not yet, or never. */
export function notSeen(question: string, said?: string): Finding {
	const seen = said === undefined ? 'nothing to judge by' : `nothing to judge by; the answer was ${said}`;
	return { question, verdict: 'not answered', seen };
}

function shown(text: string | undefined): string {
	return text === undefined ? 'nothing' : JSON.stringify(text.slice(0, 100));
}
