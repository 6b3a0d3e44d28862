export type { Emulator, EmulatorCounts, EmulatorOptions, ProfileIdType, RecordedRequest } from './contract';
export { startEmulator } from './server';
export { FAULT_KINDS, type FaultKind, type FaultsByChance } from './faultDice';
export { ENDINGS, SPOILINGS, STAGES, type CannedAnswer, type Fault } from './faults';
