import type { Operation } from '../operation';
import { executeGetProfile } from './execute';
import { getProfileFields } from './fields';

export const getProfile: Operation = {
	value: 'getProfile',
	name: 'Get Profile',
	description: 'Get the attributes that Target has of a visitor',
	toolDescription:
		'Gets what Adobe Target knows of one visitor: the attributes of their profile. Says so when there is no such profile.',
	fields: getProfileFields,
	isForEachItem: true,
	execute: executeGetProfile,
};
