/** The Node.js that older versions of n8n run on. */
const NODE_22 = '22.23.3';

/** What must be pinned for them to install and start: newer ones have changed what n8n relies on. */
const OVERRIDES = { xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' };

/** The versions of n8n that the node is tried in, besides the one that test/n8n installs. */
export const OLDER_VERSIONS = {
	'1.123.81': { node: NODE_22, overrides: OVERRIDES },
	'2.0.3': { node: NODE_22, overrides: OVERRIDES },
	'2.30.8': { node: NODE_22, overrides: OVERRIDES },
};
