/** An item as n8n's Webhook node gives it. */
export function webhookItem(body: unknown, others: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		headers: { authorization: 'Bearer sample-secret' },
		params: { shop: 'p1' },
		query: { source: 'q1' },
		body,
		webhookUrl: 'https://n8n.example.com/webhook/orders',
		executionMode: 'production',
		...others,
	};
}
