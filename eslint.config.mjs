import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import typescript from '@typescript-eslint/parser';

const TYPESCRIPT = ['**/*.ts'];
const NODE = ['nodes/**/*.ts'];
const CREDENTIAL = ['credentials/**/*.ts'];
const PACKAGE = ['package.json'];

/** Data flows one way: profiles and api know neither each other nor n8n; undici stays in api/http. */
const N8N = {
	group: ['n8n-workflow', 'n8n-core'],
	message: 'n8n belongs in n8n/, credential/, operations/ and the node.',
};
const UNDICI = { group: ['undici', 'undici/*'], message: 'undici belongs in api/http/.' };
const PROFILES = { group: ['**/profiles/*'], message: 'api/ does not know profiles/.' };
const API = { group: ['**/api/*'], message: 'profiles/ does not know api/.' };
const ABOVE = {
	group: ['**/operations/*', '**/credential/*', '**/n8n/*'],
	message: 'n8n/, credential/ and operations/ stand on top.',
};
const walls = (files, ...patterns) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** The floors of a room, the lowest first. Each imports from those below it; those side by side don't know each other. */
const N8N_FLOORS = [['n8n'], ['credential'], ['operations']];
const PROFILE_FLOORS = [['fields'], ['attributes'], ['rows'], ['files', 'batches']];
const API_FLOORS = [['http', 'answers'], ['sending'], ['calls', 'tokens']];
const OPERATION_ROOMS = [
	['shared'],
	['bulkUpdateProfiles', 'getBulkUpdateStatus', 'getProfile', 'updateProfile'],
];

/** Keeps the floors of a room beside its other walls; what stands in the room itself is below all of its floors. */
function floorsOf(room, floors, wallsOf) {
	const isAbove = (name) => ({
		group: [`**/${name}/**`],
		message: `${name}/ stands above this, or beside it.`,
	});
	const below = walls([`${room}/*.ts`], ...wallsOf(''), ...floors.flat().map(isAbove));
	const each = floors.flatMap((names, level) =>
		names.map((name) => {
			const others = [...names.filter((other) => other !== name), ...floors.slice(level + 1).flat()];
			return walls([`${room}/${name}/**/*.ts`], ...wallsOf(name), ...others.map(isAbove));
		}),
	);
	return [below, ...each];
}

/** What a person reads, written where it is said. */
const TEXT = ':matches(Literal, TemplateLiteral)';
const TEXT_OF_ERROR = `NewExpression[callee.name=/^(TargetError|InvalidProfile|UnreadableFile|UnavailableFile|TooManyAttributes|NodeOperationError)$/] > ${TEXT}:first-child`;
const TEXT_OF_HINT = `CallExpression[callee.name='hint'] > ${TEXT}:nth-child(3)`;
const IN_MESSAGES = 'What a person reads stands in the messages.ts of its room.';

/** What is the project's own: its walls, its messages, and n8n's rules. What every program keeps to is in .oxlintrc.json. */
export default defineConfig(
	{
		ignores: ['dist/', 'coverage/', '.cache/', '**/node_modules/', 'package-lock.json', 'test/!(emulator)/'],
	},

	{ files: TYPESCRIPT, languageOptions: { parser: typescript } },
	{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },

	walls(['nodes/AdobeTarget/*.ts'], UNDICI),
	...floorsOf('nodes/AdobeTarget', N8N_FLOORS, () => [UNDICI]).slice(1),
	...floorsOf('nodes/AdobeTarget/profiles', PROFILE_FLOORS, () => [N8N, UNDICI, API, ABOVE]),
	...floorsOf('nodes/AdobeTarget/api', API_FLOORS, (floor) => [
		N8N,
		PROFILES,
		ABOVE,
		...(floor === 'http' ? [] : [UNDICI]),
	]),
	...floorsOf('nodes/AdobeTarget/operations', OPERATION_ROOMS, () => [UNDICI]).slice(1),
	walls(
		['test/emulator/**/*.ts'],
		{ group: ['**/nodes/**', '**/credentials/**'], message: 'The emulator shares no code with the node.' },
		UNDICI,
		N8N,
	),

	{
		// Else it would have no entry in docs/troubleshooting.md, and nobody would notice.
		files: NODE,
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: TEXT_OF_ERROR, message: IN_MESSAGES },
				{ selector: TEXT_OF_HINT, message: IN_MESSAGES },
			],
		},
	},
	{
		// A text from outside must not hold n8n's event loop, however it is made.
		files: [...NODE, ...CREDENTIAL],
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential' }],
		},
	},
	{
		files: [...NODE, ...CREDENTIAL, ...PACKAGE],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
	},
	{
		files: NODE,
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// They ask for the literal 'main', where the community plugin (and n8n itself) asks for NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: CREDENTIAL,
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// It asks for the name of a page in n8n's own docs, where the community plugin asks for an address.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: PACKAGE,
		languageOptions: { parser: typescript, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			...n8nNodesBase.configs.community.rules,
			// undici is the transport this node is built on, as n8n's own HTTP helper tells neither its connections nor what
			// moves over them; proxy-from-env is what n8n itself chooses proxies by.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
);
