import type { DemoCustomer } from '../../../examples/demoCustomers';
import type { Attributes } from './compareProfiles';

/** A message to the webhook, as some shop might post it. */
interface DemoEvent {
	readonly customerId: string;
	readonly page: string;
	readonly search: string;
	readonly cartValue: number;
	readonly newsletter: boolean;
}

const SEARCHES = [
	'tea & cake',
	'50 % off + free',
	'#1 "quoted"',
	'größe=42',
	'🎧, 東京',
	'line\nbreak',
	'a/b?c=d',
];

/** One message for each customer, made up and the same on every run. */
export function demoEvents(customers: readonly DemoCustomer[]): DemoEvent[] {
	return customers.map(({ customerId }, index) => ({
		customerId,
		page: `https://example.com/p?id=${index}&ref=a+b%20c#top`,
		search: SEARCHES[index % SEARCHES.length] ?? '',
		cartValue: index * 10.25,
		newsletter: index % 2 === 0,
	}));
}

/** What a message becomes in the profile: Target keeps text. */
export function eventAttributes({ page, search, cartValue, newsletter }: DemoEvent): Attributes {
	return { lastPage: page, lastSearch: search, cartValue: String(cartValue), newsletter: String(newsletter) };
}
