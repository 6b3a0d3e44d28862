'use strict';

module.exports = {
	...require('./dist/nodes/AdobeTarget/AdobeTarget.node.js'),
	...require('./dist/credentials/AdobeTargetApi.credentials.js'),
};
