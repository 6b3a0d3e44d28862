export type { Emulator, EmulatorCounts, EmulatorOptions, RecordedRequest } from './contract';
export { startEmulator } from './server';
export { FAULT_KINDS, type FaultKind } from './faults/faultDice';
export { ECHO_ENCODINGS, ECHO_PLACES, type EchoEncoding, type EchoPlace } from './faults/tokenEcho';
export { XML_VARIANTS, type XmlVariant } from './faults/xmlVariants';
export { ENDINGS, SPOILINGS, STAGES, type CannedAnswer, type Fault } from './faults/faults';
export { POSSIBLE_READINGS, readingsByChance, USUAL_READINGS, type Readings } from './readings';
