import type { INode } from 'n8n-workflow';
import {
	ID_BY_THE_BUTTON,
	quoteAnswerOf,
	quoted,
	said,
	startN8nWithAgent,
	withParameters,
	type N8nWithAgent,
} from './agentRun';
import { AGENT } from '../examples/examples';
import { call, say } from './scriptedModel';

const TOKEN = '00000000-sample-token-for-the-tests';

let agent: N8nWithAgent;

beforeAll(async () => {
	agent = await startN8nWithAgent(TOKEN);
});

afterAll(async () => {
	await agent.stop();
});

const put = (id: string, attributes: Record<string, string> = {}) => {
	agent.n8n.emulator.putProfile('thirdPartyId', id, attributes);
};
const profile = (id: string) => Object.fromEntries(agent.n8n.emulator.profile('thirdPartyId', id) ?? []);

describe('the AI agent example', () => {
	it('looks the customer up, notes what the message says, and leaves out what it does not say', async () => {
		put('agent-1', { favouriteColour: 'blue' });

		const execution = await agent.answer(
			[{ customerId: 'agent-1', message: 'Do you have running shoes?' }],
			({ question, results: [found, noted] }) => {
				if (found === undefined) return call('Get_Profile');
				if (noted === undefined) return call('Update_Profile', { favouriteCategory: 'running shoes' });
				return say(`${question}\n${found}\n${noted}`);
			},
		);

		const [question, found = '', noted = ''] = said(execution).join('\n').split('\n');
		expect(question).toBe('Do you have running shoes?');
		expect(JSON.parse(found)).toMatchObject([{ attributes: { favouriteColour: 'blue' } }]);
		expect(JSON.parse(noted)).toEqual([
			{
				profileId: 'agent-1',
				idType: 'thirdPartyId',
				attributesSent: 1,
				submitted: true,
				message: 'Request successfully submitted',
			},
		]);
		expect(profile('agent-1')).toEqual({ favouriteColour: 'blue', favouriteCategory: 'running shoes' });
	});

	it('offers the model two tools, with the values of two attributes and nothing else to give', async () => {
		await agent.answer([{ customerId: 'agent-1', message: 'Hello' }], () => say('Hello'));

		const noted = agent.offered('Update_Profile');
		expect(noted.description).toMatch(/^Notes in the profile of the customer what their message says\./);
		expect(noted.parameters.properties).toEqual({
			favouriteCategory: {
				type: 'string',
				default: '',
				description: 'What the customer is interested in, in one or two words, e.g. running shoes',
			},
			newsletter: {
				type: 'string',
				default: '',
				description: 'Whether the customer wants the newsletter: yes or no',
			},
		});
		expect(noted.parameters.required).toBeUndefined();
		const found = agent.offered('Get_Profile');
		expect(found.description).toMatch(/^Gets the profile of the customer who wrote the message/);
		expect(found.parameters.properties).toEqual({});
		expect(agent.model.offered()).toHaveLength(2);
	});

	it('tells the model in words that there is no such profile, and that nothing was sent', async () => {
		const nobody = [{ customerId: 'nobody', message: 'Hello' }];

		const found = await agent.answer(nobody, quoteAnswerOf('Get_Profile'));
		const noted = await agent.answer(nobody, quoteAnswerOf('Update_Profile', { newsletter: 'yes' }));

		expect(quoted(found)).toEqual([
			[
				{
					error: 'Target has no profile with the ID "nobody"',
					message: expect.stringContaining('Check the ID and its type.') as string,
				},
			],
		]);
		expect(quoted(noted)).toMatchObject([
			[{ submitted: false, message: expect.stringMatching(/no profile with this ID/) as string }],
		]);
		expect(agent.n8n.emulator.profile('thirdPartyId', 'nobody')).toBeUndefined();
	});

	it('keeps to the customer of the workflow, whatever ID the model gives', async () => {
		put('agent-own');
		put('agent-other', { birthday: 'in May' });
		const message = [{ customerId: 'agent-own', message: 'I am agent-other' }];
		const given = { customerId: 'agent-other', profileId: 'agent-other', newsletter: 'yes' };

		const noted = await agent.answer(message, quoteAnswerOf('Update_Profile', given));
		const found = await agent.answer(message, quoteAnswerOf('Get_Profile', given));

		expect(quoted(noted)).toMatchObject([[{ profileId: 'agent-own', submitted: true }]]);
		expect(quoted(found)).toMatchObject([[{ attributes: { newsletter: 'yes' } }]]);
		expect(profile('agent-other')).toEqual({ birthday: 'in May' });
	});

	it('answers one message in a run, as n8n would give the others the first one’s customer', async () => {
		put('agent-first', { name: 'First' });
		put('agent-second', { name: 'Second' });

		const execution = await agent.answer(
			[
				{ customerId: 'agent-first', message: 'one' },
				{ customerId: 'agent-second', message: 'two' },
			],
			quoteAnswerOf('Get_Profile'),
		);

		expect(quoted(execution)).toMatchObject([[{ attributes: { name: 'First' } }]]);
	});
});

describe('the node as a tool', () => {
	const hello = [{ customerId: 'tool-1', message: 'Hello' }];

	beforeAll(() => {
		put('tool-1', { favouriteColour: 'blue' });
	});

	it.each([
		['updateProfile', /^Sends attributes of one visitor’s profile/],
		['getProfile', /^Gets what Adobe Target knows of one visitor/],
		['getBulkUpdateStatus', /^Says what became of a batch/],
	])('tells the model what %s does where nobody has described it', async (operation, words) => {
		await agent.answer(hello, () => say('Hello'), {
			[AGENT.get]: (node) => {
				node.parameters = { operation, profileId: 'tool-1', batch: 'any' };
			},
		});

		expect(agent.offered('Get_Profile').description).toMatch(words);
	});

	it('offers what the editor’s button has placed by the field’s name, and takes what the model gives', async () => {
		const execution = await agent.answer(hello, quoteAnswerOf('Get_Profile', { Profile_ID: 'tool-1' }), {
			[AGENT.get]: withParameters({ profileId: ID_BY_THE_BUTTON }),
		});

		const { properties, required } = agent.offered('Get_Profile').parameters;
		expect(properties).toEqual({ Profile_ID: { type: 'string' } });
		expect(required).toEqual(['Profile_ID']);
		expect(quoted(execution)).toMatchObject([[{ attributes: { favouriteColour: 'blue' } }]]);
	});

	it('sends attributes that the model names itself below the name that the workflow gives', async () => {
		const facts = { size: '42', colours: ['blue', 'red'] };
		const value = "={{ $fromAI('facts', 'What the customer has said, by name', 'json') }}";
		await agent.answer(hello, quoteAnswerOf('Update_Profile', { facts }), {
			[AGENT.update]: withParameters({
				attributes: { assignments: [{ id: '1', name: 'said', type: 'object', value }] },
			}),
		});

		expect(profile('tool-1')).toMatchObject({ 'said.size': '42', 'said.colours': 'blue|red' });
	});

	it('sends no value of the model but those that the workflow lists, where it lists them', async () => {
		const value = "={{ ['yes', 'no'].find((known) => known === $fromAI('vip', 'yes or no', 'string', '')) }}";
		const changes = {
			[AGENT.update]: withParameters({
				attributes: { assignments: [{ id: '1', name: 'vip', type: 'string', value }] },
			}),
		};

		const other = await agent.answer(hello, quoteAnswerOf('Update_Profile', { vip: 'very' }), changes);
		expect(quoted(other)).toMatchObject([[{ error: 'No attribute of this item has a value' }]]);
		const listed = await agent.answer(hello, quoteAnswerOf('Update_Profile', { vip: 'no' }), changes);
		expect(quoted(listed)).toMatchObject([[{ submitted: true }]]);
		expect(profile('tool-1')).toMatchObject({ vip: 'no' });
	});

	it('never sends the fields of the agent’s input as attributes, even if a workflow says so', async () => {
		const before = profile('tool-1');

		const execution = await agent.answer(hello, quoteAnswerOf('Update_Profile'), {
			[AGENT.update]: withParameters({ attributesMode: 'all' }),
		});

		expect(quoted(execution)).toMatchObject([[{ error: 'No attribute of this item has a value' }]]);
		expect(profile('tool-1')).toEqual(before);
	});

	it.each([2.2, 3, 3.1])(
		'reads `$json` as n8n does, and says what to do about an error, in version %d of the agent',
		async (typeVersion) => {
			const changes = {
				[AGENT.agent]: (node: INode) => {
					node.typeVersion = typeVersion;
				},
				[AGENT.update]: withParameters({ profileId: '={{ $json.customerId }}' }),
			};

			const noted = await agent.answer(
				hello,
				quoteAnswerOf('Update_Profile', { newsletter: 'yes' }),
				changes,
			);
			const nothing = await agent.answer(hello, quoteAnswerOf('Update_Profile'), changes);

			expect(quoted(noted)).toMatchObject([[{ profileId: 'tool-1', submitted: true }]]);
			expect(quoted(nothing)).toMatchObject([
				[{ message: expect.stringContaining('there is nothing to send') as string }],
			]);
		},
	);

	it('sends the model no token, whatever Target answers', async () => {
		for (const troubled of [
			{ status: 200, body: `<response><success>false</success><message>${TOKEN}</message></response>` },
			{ status: 403, body: `The token ${TOKEN} is not valid` },
			{ status: 400, body: TOKEN },
		]) {
			agent.n8n.emulator.answerNext(troubled);
			const execution = await agent.answer(hello, quoteAnswerOf('Update_Profile', { newsletter: 'yes' }), {
				[AGENT.update]: withParameters({ options: { maxRetries: 0 } }),
			});
			expect(quoted(execution)).toMatchObject([[{ error: expect.any(String) as string }]]);
		}

		expect(agent.model.sent.join('\n')).toContain('"role":"tool"');
		expect(agent.model.sent.join('\n')).not.toContain(TOKEN);
	});
});
