export type {
	CannedAnswer,
	Emulator,
	EmulatorCounts,
	EmulatorOptions,
	ProfileIdType,
	RecordedRequest,
} from './contract';
export { startEmulator } from './server';
