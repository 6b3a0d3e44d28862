/** Posts a message, as another system does. */
export async function post(
	url: string,
	message: object,
	headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(message),
	});
}
