/** Ways to write the same XML: all of them mean what Target's own short form does. */
export const XML_VARIANTS = [
	'cdata',
	'attributes',
	'prefix',
	'comments',
	'declaration',
	'prettyPrinted',
	'selfClosing',
] as const;

export type XmlVariant = (typeof XML_VARIANTS)[number];

/** An element without others in it: its name and its text. */
const LEAF = /<(\w+)>([^<]*)<\/\1>/g;
const NAMESPACE = 'http://example.com/target';

/** The same answer in another writing; what is no XML stays as it is. */
export function rewritten(body: string, variant: XmlVariant): string {
	if (!body.startsWith('<response>')) return body;
	switch (variant) {
		case 'cdata':
			return body.replace(LEAF, (_, name: string, text: string) =>
				text === '' ? `<${name}/>` : `<${name}><![CDATA[${unescaped(text)}]]></${name}>`,
			);
		case 'attributes':
			return body
				.replace(LEAF, '<$1 type="text" note=\'a > b\'>$2</$1>')
				.replace('<response>', `<response xmlns="${NAMESPACE}" version="2">`);
		case 'prefix':
			return body
				.replace(/<(\/?)(\w+)>/g, '<$1t:$2>')
				.replace('<t:response>', `<t:response xmlns:t="${NAMESPACE}">`);
		case 'comments':
			return `<!-- edge 31 -->${body}\n<!-- took 12 ms; <success>false</success> -->\n`;
		case 'declaration':
			return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`;
		case 'prettyPrinted':
			return body
				.replace(/></g, '>\n<')
				.replace(/<(\w+)>\n<\/\1>/g, '<$1></$1>')
				.replace(/^(?!<\/?response)/gm, '\t')
				.concat('\r\n');
		case 'selfClosing':
			return body.replace(/<(\w+)><\/\1>/g, '<$1 />');
	}
}

function unescaped(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
