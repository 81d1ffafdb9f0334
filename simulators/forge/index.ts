/**
 * A simulator of Forge and A1111 for tests, demo, bench and crash runs. What it imitates and from
 * where: protocol.md. As a program of its own: main.ts.
 */
export { startForgeSimulator } from './simulator.js';
export type { ForgeSimulator } from './simulator.js';
export type { ForgeSimulatorOptions } from './simulator-options.js';
export type { Generation, RecordedRequest } from './generation-log.js';
export type { Garbage, Knobs, KnobSetting, KnobValues } from './knobs.js';
export type { Lora } from './loras.js';
