import type { Operation } from '../operation';
import { executeUpdateProfile } from './execute';
import { updateProfileFields } from './fields';

export const updateProfile: Operation = {
	value: 'updateProfile',
	name: 'Update Profile',
	description: 'Send the attributes of one existing profile for each item',
	toolDescription:
		'Sends attributes of one visitor’s profile to Adobe Target. The answer says whether they were submitted; it may take an hour, and up to a day, until the profile shows them. Empty values are not sent.',
	fields: updateProfileFields,
	isForEachItem: true,
	execute: executeUpdateProfile,
};
