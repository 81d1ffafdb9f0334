/**
 * A simulator of Forge and A1111 for tests, demo, bench and crash runs. What it imitates and from
 * where: protocol.md. As a program of its own: main.ts.
 */
export { startForgeSimulator } from './simulator.js';
export type { ForgeSimulator } from './simulator.js';
export type { ForgeSimulatorOptions } from './simulator-options.js';
export type { RecordedRequest } from '../common/generation-log.js';
export type { KnobSetting } from '../common/knob-settings.js';
export type { Generation } from './generation-log.js';
export type { Garbage, Knobs, KnobValues } from './knobs.js';
export type { Lora } from './loras.js';
