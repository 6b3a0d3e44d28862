import fc from 'fast-check';

import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';
import { checkProfileId } from '../../../../nodes/AdobeTarget/profiles/profileId';
import type { ProfileIdType } from '../../../../nodes/AdobeTarget/profiles/profileId';
import { checkId } from '../../../../nodes/AdobeTarget/profiles/rows/encodedId';
import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';

/** The ID that is sent and what is told of it, or why there is none. */
function outcome(id: (findings: Findings) => string): string {
	const findings = new Findings();
	try {
		return `sent as ${id(findings)}, ${JSON.stringify([...findings])}`;
	} catch (error) {
		if (error instanceof InvalidProfile) return error.message;
		throw error;
	}
}

function asBytes(text: string, idType: ProfileIdType, findings: Findings): string {
	const row = new EncodedRow();
	row.begin(0, 0, 0);
	row.writeId(text);
	checkId(row, idType);
	findings.addAll(row.findings);
	return row.text(row.idStart, row.idEnd);
}

const expectSame = (text: string, idType: ProfileIdType) => {
	expect(outcome((findings) => asBytes(text, idType, findings))).toBe(
		outcome((findings) => checkProfileId(idType, text, findings)),
	);
};

test.each([
	[
		'numbers with a fraction of nothing',
		['5.0', '12.0', '.0', '1.', '1.5', '10.00', '1E5', '1.2E+11', '5.01'],
	],
	['words for nothing', ['null', 'Null', 'NaN', 'none', 'nullable', '-', '#N/A', '#ref', '{{ id }}', '{id}']],
	['formulas', ['="00123"', '=1', "'0123"]],
	['white space around', [' a', 'a ', '\ufeffa', 'a\u00a0', '\u200ba', ' ']],
	['line ends and commas', ['a,b', 'a\nb', 'a\u0085b', 'a\u2028b', 'a✨b', 'a•b', 'aÅb']],
	['signs', ['a+b', 'a/b', 'a*b', 'a%2Bb', 'a.b', 'a..0']],
	['lengths', ['a'.repeat(256), 'a'.repeat(257), 'é'.repeat(256), '']],
])('an ID in a file is judged as it is in an item: %s', (_, texts) => {
	for (const text of texts) {
		expectSame(text, 'thirdPartyId');
		expectSame(text, 'pcId');
	}
});

test('any ID in a file is judged as it is in an item', () => {
	const part = fc.constantFrom(
		'.',
		'0',
		'5',
		'E',
		'+',
		'/',
		',',
		'-',
		' ',
		'\n',
		'"',
		'=',
		'#',
		'{',
		'n',
		'ul',
		'é',
		'✨',
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
				fc.string(),
			),
			fc.constantFrom<ProfileIdType>('thirdPartyId', 'pcId'),
			expectSame,
		),
		{ numRuns: 1_000 },
	);
});
