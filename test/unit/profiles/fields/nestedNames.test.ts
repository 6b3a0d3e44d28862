import { runInNewContext } from 'node:vm';

import { isPlainObject } from '../../../../nodes/AdobeTarget/profiles/fields/nestedNames';

class Money {
	amount = 5;
}

test.each<[what: string, value: unknown, isPlain: boolean]>([
	['an object', { tier: 'gold' }, true],
	['an empty object', {}, true],
	['an object of JSON', JSON.parse('{"__proto__":{}}'), true],
	['an object without a prototype', Object.create(null), true],
	['an object of n8n’s Code node, which has a realm of its own', runInNewContext('({ tier: "gold" })'), true],
	['a list', [{ tier: 'gold' }], false],
	['a list of the Code node', runInNewContext('[]'), false],
	['a date', new Date(), false],
	['a date of the Code node', runInNewContext('new Date()'), false],
	['a Map', new Map(), false],
	['an object of a class', new Money(), false],
	['an object that inherits from another', Object.create({ tier: 'gold' }), false],
	['a function', () => ({}), false],
	['a text', 'gold', false],
	['a number', 7, false],
	['null', null, false],
	['nothing', undefined, false],
])('a plain object, which no class has made, is told from others: %s', (_, value, isPlain) => {
	expect(isPlainObject(value)).toBe(isPlain);
});
